package io.agw.server.admission.budget;

import io.agw.store.Ledger;
import java.time.Duration;
import java.util.TreeSet;

/// The last days, of UTC, on which anything was used. What was used on them is remembered whatever
/// the clock says: one that jumps far ahead adds a day, and takes none. Not thread-safe.
final class DaysOfUse {
    private static final long DAY = Duration.ofDays(1).toSeconds();

    private final TreeSet<Long> days = new TreeSet<>();

    /// @param slot in which something was used, in seconds since 1970
    void add(long slot) {
        if (days.add(Math.floorDiv(slot, DAY)) && days.size() > Ledger.DAYS_OF_USE) {
            days.pollFirst();
        }
    }

    /// When the first of them began, in seconds since 1970; `Long.MIN_VALUE` while there are fewer.
    long from() {
        return days.size() < Ledger.DAYS_OF_USE ? Long.MIN_VALUE : days.getFirst() * DAY;
    }
}
