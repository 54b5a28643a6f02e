package io.agw.bundle.model;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How much money may be spent in each time.
public record SpendLimits(
        @Doc("Most dollars in an hour.") @Nullable Usd hour,
        @Doc("Most dollars in a day.") @Nullable Usd day,
        @Doc("Most dollars in a week, which begins on Monday.") @Nullable Usd week,
        @Doc("Most dollars in a month.") @Nullable Usd month,
        @Doc("Most dollars ever.") @Nullable Usd total) {
    /// The limits that are given, the shortest time first.
    public Map<BudgetWindow, Usd> given() {
        var given = new EnumMap<BudgetWindow, Usd>(BudgetWindow.class);
        put(given, BudgetWindow.HOUR, hour);
        put(given, BudgetWindow.DAY, day);
        put(given, BudgetWindow.WEEK, week);
        put(given, BudgetWindow.MONTH, month);
        put(given, BudgetWindow.TOTAL, total);
        return given;
    }

    private static void put(
            Map<BudgetWindow, Usd> given, BudgetWindow window, @Nullable Usd limit) {
        if (limit != null) {
            given.put(window, limit);
        }
    }
}
