package io.agw.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.BudgetRecords.Changed;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every store does with limits that were changed.
@Timeout(60)
public abstract class BudgetsContract extends OpenStore {
    private static final Instant SINCE = Instant.parse("2026-11-28T01:00:00.123Z");

    @Test
    void theLastChangeOfALimitCountsUntilTheBudgetIsRestored() {
        var hour = changed("a", "hour", 5, SINCE);
        var day = changed("a", "day", 6, SINCE);
        var other = changed("b", "hour", 7, SINCE);
        store.budgets().change(changed("a", "hour", 4, SINCE));
        store.budgets().change(hour);
        store.budgets().change(day);
        store.budgets().change(other);

        assertThat(store.budgets().changed()).containsExactly(day, hour, other);

        store.budgets().restore("a");
        store.budgets().restore("nobody");
        assertThat(store.budgets().changed()).containsExactly(other);
    }

    @Test
    void whatIsOverGoesWithTheNextChange() {
        var later = changed("b", "hour", 1, SINCE.plusSeconds(60));
        store.budgets().change(changed("a", "hour", 1, SINCE));

        store.budgets().change(later);

        assertThat(store.budgets().changed()).containsExactly(later);
    }

    private static Changed changed(String id, String window, long most, Instant since) {
        return new Changed(
                id, window, "dollars", most, "launch", "root", since, since.plusSeconds(60));
    }
}
