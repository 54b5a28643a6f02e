package io.agw.bundle.model;

import java.util.Locale;

/// The times that a budget has limits for, the shortest first.
public enum BudgetWindow {
    HOUR,
    DAY,
    /// Begins on Monday, where it is one of the calendar.
    WEEK,
    MONTH,
    /// Never ends.
    TOTAL;

    /// Its name in documents.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
