package io.agw.server.settings;

import io.agw.bundle.canonical.Durations;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The merged texts of all settings, read as what they should be. Collects what is wrong with them,
/// each with the place that it came from. Not thread-safe.
final class Values {
    private final Map<Setting, Value> values = new EnumMap<>(Setting.class);
    private final List<String> problems = new ArrayList<>();
    private final Path directory;

    Values(Path directory) {
        this.directory = directory;
    }

    /// Sets a value over what was set before.
    ///
    /// @param origin the flag, variable or line that it came from
    void set(Setting setting, List<String> texts, String origin) {
        values.put(setting, new Value(List.copyOf(texts), origin));
    }

    void problem(String problem) {
        problems.add(problem);
    }

    /// Notes what is wrong with a setting's value.
    void problem(Setting setting, String problem) {
        var value = values.get(setting);
        problems.add((value == null ? setting.key() : value.origin) + ": " + problem);
    }

    List<String> problems() {
        return problems;
    }

    /// Whether somebody set it.
    boolean isSet(Setting setting) {
        return values.containsKey(setting);
    }

    /// Everything that was given for a list.
    List<String> list(Setting setting) {
        var value = values.get(setting);
        return value == null ? List.of() : value.texts;
    }

    /// The text, or the default's; the last of several.
    String text(Setting setting) {
        var value = values.get(setting);
        return value == null || value.texts.isEmpty()
                ? setting.fallback()
                : value.texts.getLast().strip();
    }

    Optional<String> optional(Setting setting) {
        return Optional.of(text(setting)).filter(text -> !text.isEmpty());
    }

    /// A file or folder; a relative one begins in the working directory.
    Optional<Path> path(Setting setting) {
        return optional(setting).flatMap(text -> path(setting, text));
    }

    boolean flag(Setting setting) {
        var text = text(setting);
        if (!text.equals("true") && !text.equals("false")) {
            problem(setting, "\"" + text + "\" (expected: true or false)");
        }
        return text.equals("true");
    }

    long number(Setting setting, long least, long most) {
        var text = text(setting);
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // reported below, as a number out of bounds is
        }
        problem(
                setting,
                "\"" + text + "\" (expected: a number from " + least + " to " + most + ")");
        return least;
    }

    double ratio(Setting setting) {
        var text = text(setting);
        try {
            double ratio = Double.parseDouble(text);
            if (ratio >= 0 && ratio <= 1) {
                return ratio;
            }
        } catch (NumberFormatException _) {
            // reported below, as a ratio out of bounds is
        }
        problem(setting, "\"" + text + "\" (expected: a number from 0 to 1)");
        return 1;
    }

    Duration duration(Setting setting, Duration most) {
        var text = text(setting);
        var duration = Durations.parse(text).filter(found -> found.compareTo(most) <= 0);
        if (duration.isEmpty()) {
            problem(
                    setting,
                    "\"" + text + "\" (expected: a duration such as 30s, at most " + most + ")");
        }
        return duration.orElse(most);
    }

    <T extends Enum<T>> T word(Setting setting, Class<T> type) {
        var text = text(setting);
        for (var constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        problem(setting, "\"" + text + "\" (expected: " + setting.placeholder() + ")");
        return type.getEnumConstants()[0];
    }

    HostAndPort address(Setting setting) {
        var address = HostAndPort.parse(text(setting));
        if (address == null) {
            problem(setting, "\"" + text(setting) + "\" (expected: host:port)");
            return new HostAndPort("127.0.0.1", 0);
        }
        return address;
    }

    private Optional<Path> path(Setting setting, String text) {
        try {
            return Optional.of(directory.resolve(text).normalize());
        } catch (InvalidPathException _) {
            problem(setting, "\"" + text + "\" (expected: a path)");
            return Optional.empty();
        }
    }

    private record Value(List<String> texts, @Nullable String origin) {}
}
