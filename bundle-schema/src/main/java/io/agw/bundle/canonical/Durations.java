package io.agw.bundle.canonical;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Durations as text: whole numbers with `h`, `m`, `s`, `ms`, `us`, `ns`, largest unit first, each
/// at most once: `1h30m`, `90s`, `0s`.
public final class Durations {
    private static final Pattern GRAMMAR =
            Pattern.compile(
                    "(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?"
                            + "(?:(\\d{1,9})ms)?(?:(\\d{1,9})us)?(?:(\\d{1,9})ns)?");
    private static final long[] NANOS = {
        3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L, 1L
    };
    private static final String[] UNITS = {"h", "m", "s", "ms", "us", "ns"};

    private Durations() {}

    /// The duration of a text; empty when it is none.
    public static Optional<Duration> parse(String text) {
        var matcher = GRAMMAR.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        var sum = Duration.ZERO;
        for (int i = 0; i < UNITS.length; i++) {
            var number = matcher.group(i + 1);
            if (number != null) {
                sum = sum.plus(Duration.ofNanos(NANOS[i]).multipliedBy(Long.parseLong(number)));
            }
        }
        return Optional.of(sum);
    }

    /// The one text of a duration that is not negative: every unit below its next larger one.
    public static String text(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        long[] parts = {
            duration.toHours(),
            duration.toMinutesPart(),
            duration.toSecondsPart(),
            duration.toMillisPart(),
            duration.toNanosPart() / 1_000 % 1_000,
            duration.toNanosPart() % 1_000
        };
        var text = new StringBuilder();
        for (int i = 0; i < UNITS.length; i++) {
            if (parts[i] > 0) {
                text.append(parts[i]).append(UNITS[i]);
            }
        }
        return text.toString();
    }
}
