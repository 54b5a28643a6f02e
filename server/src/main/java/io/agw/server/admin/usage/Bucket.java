package io.agw.server.admin.usage;

import io.agw.server.admin.api.AdminError;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/// The length of the buckets of a series.
///
/// @param word as answers call it
record Bucket(String word, Duration length) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?)(s|m|h|d)");
    private static final Duration LONGEST = Duration.ofDays(366);

    /// @param text a word (`minute`, `hour`, `day`, or a short form), or a duration such as `5m`;
    ///   empty for an hour
    static Bucket of(String text) {
        return switch (text) {
            case "minute", "minutes", "min", "m" -> new Bucket("minute", Duration.ofMinutes(1));
            case "", "hour", "hours", "hr", "h" -> new Bucket("hour", Duration.ofHours(1));
            case "day", "days", "d" -> new Bucket("day", Duration.ofDays(1));
            default -> measured(text);
        };
    }

    private static Bucket measured(String text) {
        var form = FORM.matcher(text);
        if (form.matches()) {
            long unit =
                    switch (form.group(2)) {
                        case "s" -> 1_000;
                        case "m" -> 60_000;
                        case "h" -> 3_600_000;
                        default -> 86_400_000;
                    };
            long millis =
                    new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(unit)).longValue();
            if (millis > 0 && millis <= LONGEST.toMillis()) {
                return new Bucket(text, Duration.ofMillis(millis));
            }
        }
        throw AdminError.invalid(
                "bucket: \"" + text + "\" (expected: minute, hour, day, or a duration such as 5m)");
    }
}
