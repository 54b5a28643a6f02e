package io.agw.cli.command;

import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.time.Duration;
import java.util.regex.Pattern;

/// Durations as people write them: `90s`, `5m`, `2h`, `1d`.
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})(s|m|h|d)");

    private Durations() {}

    /// @param option the option's name, for the message
    /// @throws CommandFailed when the text is no duration
    public static Duration of(String option, String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    option + " " + text + " (expected: a number and s, m, h or d, such as 5m)");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
