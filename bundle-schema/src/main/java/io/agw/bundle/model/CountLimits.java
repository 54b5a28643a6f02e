package io.agw.bundle.model;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many of something there may be in each time.
public record CountLimits(
        @Doc("Most in an hour.") @Limits(min = 0) @Nullable Long hour,
        @Doc("Most in a day.") @Limits(min = 0) @Nullable Long day,
        @Doc("Most in a week, which begins on Monday.") @Limits(min = 0) @Nullable Long week,
        @Doc("Most in a month.") @Limits(min = 0) @Nullable Long month,
        @Doc("Most ever.") @Limits(min = 0) @Nullable Long total) {
    /// So many in a day; 0: any number.
    static CountLimits ofDay(long most) {
        return new CountLimits(null, most == 0 ? null : most, null, null, null);
    }

    /// The limits that are given, the shortest time first.
    public Map<BudgetWindow, Long> given() {
        var given = new EnumMap<BudgetWindow, Long>(BudgetWindow.class);
        put(given, BudgetWindow.HOUR, hour);
        put(given, BudgetWindow.DAY, day);
        put(given, BudgetWindow.WEEK, week);
        put(given, BudgetWindow.MONTH, month);
        put(given, BudgetWindow.TOTAL, total);
        return given;
    }

    private static void put(
            Map<BudgetWindow, Long> given, BudgetWindow window, @Nullable Long limit) {
        if (limit != null) {
            given.put(window, limit);
        }
    }
}
