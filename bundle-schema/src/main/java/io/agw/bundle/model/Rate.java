package io.agw.bundle.model;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// So many in so long: `100/min`. The count is below 10¹², which a double holds exactly; times the
/// nanoseconds of the unit it is more than a long holds.
///
/// @param count how many, 1 to {@link #MOST}
/// @param unit in how long
public record Rate(long count, Unit unit) {
    /// The greatest count.
    public static final long MOST = 999_999_999_999L;

    private static final Pattern GRAMMAR =
            Pattern.compile(
                    "\\s*0*([1-9][0-9]{0,11})\\s*/\\s*([Ss]([Ee][Cc]([Oo][Nn][Dd])?[Ss]?)?"
                            + "|[Mm]([Ii][Nn]([Uu][Tt][Ee])?[Ss]?)?"
                            + "|[Hh]([Rr][Ss]?|[Oo][Uu][Rr][Ss]?)?"
                            + "|[Dd]([Aa][Yy][Ss]?)?)\\s*");

    /// How rates are written.
    public static final Spelling<Rate> SPELLING =
            new Spelling<>(
                    GRAMMAR.pattern(),
                    "1 to 999999999999, a slash and s, min, h or day, such as 100/min",
                    List.of("100/min", "5/s", "200000/h", "1/day"),
                    Rate::parse);

    /// The time that a count is for.
    public enum Unit {
        SECOND("s", Duration.ofSeconds(1)),
        MINUTE("min", Duration.ofMinutes(1)),
        HOUR("h", Duration.ofHours(1)),
        DAY("day", Duration.ofDays(1));

        private final String word;
        private final Duration duration;

        Unit(String word, Duration duration) {
            this.word = word;
            this.duration = duration;
        }

        /// How long it is.
        public Duration duration() {
            return duration;
        }
    }

    public Rate {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException(count + " (expected: 1 to " + MOST + ")");
        }
    }

    /// The rate of a text such as `100/min`, `5 / Second` or `10/hrs`; empty when it is none.
    public static Optional<Rate> parse(String text) {
        var matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var unit =
                switch (matcher.group(2).toLowerCase(Locale.ROOT).charAt(0)) {
                    case 's' -> Unit.SECOND;
                    case 'm' -> Unit.MINUTE;
                    case 'h' -> Unit.HOUR;
                    default -> Unit.DAY;
                };
        return Optional.of(new Rate(Long.parseLong(matcher.group(1)), unit));
    }

    /// How long the count is for.
    public Duration per() {
        return unit.duration();
    }

    /// The one text of a rate: `100/min`.
    @Override
    public String toString() {
        return count + "/" + unit.word;
    }
}
