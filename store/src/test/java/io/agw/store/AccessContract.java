package io.agw.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.AccessRecords.Permit;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every store does with permits.
@Timeout(60)
public abstract class AccessContract extends OpenStore {
    private static final Instant SINCE = Instant.parse("2026-11-28T01:00:00.123Z");

    @Test
    void whatIsAddedIsThereUntilItIsRemoved() {
        var first = permit("b", SINCE);
        var second = permit("a", SINCE.plusSeconds(1));
        store.access().add(second);
        store.access().add(first);

        assertThat(store.access().permits()).containsExactly(first, second);

        store.access().remove("b");
        store.access().remove("nobody");
        assertThat(store.access().permits()).containsExactly(second);
    }

    @Test
    void whatIsOverGoesWithTheNextThatIsAdded() {
        var later = permit("later", SINCE.plusSeconds(60));
        store.access().add(permit("over", SINCE));

        store.access().add(later);

        assertThat(store.access().permits()).containsExactly(later);
    }

    private static Permit permit(String id, Instant since) {
        return new Permit(
                id,
                "virtual_key",
                "k",
                "model",
                "gpt-*",
                "incident",
                "root",
                since,
                since.plusSeconds(60));
    }
}
