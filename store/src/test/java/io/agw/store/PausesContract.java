package io.agw.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.PauseRecords.Pause;
import io.agw.store.PauseRecords.Resumed;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every store does with pauses.
@Timeout(60)
public abstract class PausesContract extends OpenStore {
    private static final Instant SINCE = Instant.parse("2026-11-28T01:00:00.123Z");
    private static final Instant UNTIL = Instant.parse("2026-11-28T02:00:00Z");
    private static final Pause AGENT =
            new Pause("agent", "a", "manual", "it loops", "root", SINCE, UNTIL);
    private static final Pause KEY = new Pause("virtual_key", "a", "policy:p", "", "", SINCE, null);

    @Test
    void aNewStoreHasNone() {
        assertThat(store.pauses().pauses()).isEmpty();
        assertThat(store.pauses().resumed()).isEmpty();
    }

    @Test
    void whatIsWrittenIsRead() {
        store.pauses().pause(KEY);
        store.pauses().pause(AGENT);

        assertThat(store.pauses().pauses()).containsExactly(AGENT, KEY);
    }

    @Test
    void theLastPauseOfASubjectCounts() {
        var later = new Pause("agent", "a", "manual", "still", "otto", SINCE, null);
        store.pauses().pause(AGENT);
        store.pauses().pause(later);

        assertThat(store.pauses().pauses()).containsExactly(later);
    }

    @Test
    void whoIsResumedIsPausedNoMore() {
        var hour = new Resumed("b", "agent:a", "hour", "dollars", 5, UNTIL);
        var total = new Resumed("b", "agent:a", "total", "tokens", 7, null);
        store.pauses().pause(AGENT);
        store.pauses().pause(KEY);

        store.pauses().resume("agent", "a", List.of(total, hour));

        assertThat(store.pauses().pauses()).containsExactly(KEY);
        assertThat(store.pauses().resumed()).containsExactly(hour, total);

        var next = new Resumed("b", "agent:a", "hour", "dollars", 6, UNTIL.plusSeconds(3_600));
        store.pauses().resume("agent", "a", List.of(next));
        assertThat(store.pauses().resumed()).containsExactly(next, total);
    }
}
