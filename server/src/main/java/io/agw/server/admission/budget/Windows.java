package io.agw.server.admission.budget;

import io.agw.bundle.model.BudgetWindow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/// Where the windows of a budget begin and end. Use is counted in slots, of which every window is
/// made: every clock on earth is a whole number of quarters of an hour from every other.
///
/// @param rolling whether windows reach back from now, in steps of a slot; else they are those of
///   the calendar
/// @param zone whose calendar that is
public record Windows(boolean rolling, ZoneId zone) {
    private static final long CALENDAR_SLOT = Duration.ofMinutes(15).toSeconds();
    private static final long ROLLING_SLOT = Duration.ofMinutes(1).toSeconds();
    private static final long MONTH = Duration.ofDays(30).toSeconds();
    private static final long WEEK = Duration.ofDays(7).toSeconds();

    /// The series in which use is counted, so that another kind of windows begins anew.
    String series() {
        return rolling ? "rolling" : "calendar";
    }

    /// The slot of a time, both in seconds since 1970.
    long slot(long second) {
        return Math.floorDiv(second, slotLength()) * slotLength();
    }

    long slotLength() {
        return rolling ? ROLLING_SLOT : CALENDAR_SLOT;
    }

    /// The window that a time falls into.
    ///
    /// @param second since 1970
    Span span(BudgetWindow window, long second) {
        if (window == BudgetWindow.TOTAL) {
            return Span.EVER;
        }
        return rolling ? back(length(window), second) : calendar(window, second);
    }

    /// It reaches back to the beginning of a slot, so that it is never shorter than it says, and is
    /// another one when that slot is behind it. What a clock that was set back has still to come to
    /// counts as far ahead as it would share a window with what is used now.
    private static Span back(long length, long second) {
        long first = Math.floorDiv(second - length, ROLLING_SLOT) * ROLLING_SLOT;
        long until = first + length + ROLLING_SLOT;
        return new Span(first, until + length, first + length, until);
    }

    /// How long a rolling window is, in seconds.
    static long length(BudgetWindow window) {
        return switch (window) {
            case HOUR -> Duration.ofHours(1).toSeconds();
            case DAY -> Duration.ofDays(1).toSeconds();
            case WEEK -> WEEK;
            case MONTH -> MONTH;
            case TOTAL -> Long.MAX_VALUE;
        };
    }

    private Span calendar(BudgetWindow window, long second) {
        var now = Instant.ofEpochSecond(second).atZone(zone);
        return switch (window) {
            case HOUR -> {
                var hour = now.truncatedTo(ChronoUnit.HOURS);
                yield span(hour, hour.plusHours(1));
            }
            case DAY -> days(now, 0, 1);
            case WEEK -> days(now, now.getDayOfWeek().getValue() - DayOfWeek.MONDAY.getValue(), 7);
            case MONTH -> {
                var first = now.toLocalDate().with(TemporalAdjusters.firstDayOfMonth());
                yield span(first.atStartOfDay(zone), first.plusMonths(1).atStartOfDay(zone));
            }
            case TOTAL -> Span.EVER;
        };
    }

    private Span days(ZonedDateTime now, int since, int length) {
        var first = now.toLocalDate().minusDays(since);
        return span(first.atStartOfDay(zone), first.plusDays(length).atStartOfDay(zone));
    }

    private static Span span(ZonedDateTime from, ZonedDateTime until) {
        long first = from.toEpochSecond();
        long end = until.toEpochSecond();
        return new Span(first, end, first, end);
    }

    /// A window, in seconds since 1970.
    ///
    /// @param from when what is counted begins
    /// @param to when what is counted ends
    /// @param since from when it is this one
    /// @param until when it is another one
    record Span(long from, long to, long since, long until) {
        static final Span EVER =
                new Span(Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE);

        /// Whether what was used in a slot is counted.
        boolean counts(long slot) {
            return slot >= from && slot < to;
        }

        /// Whether it is the window of a time.
        boolean isOf(long second) {
            return second >= since && second < until;
        }
    }
}
