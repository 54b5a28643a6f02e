package io.agw.server.settings;

import io.agw.bundle.canonical.Durations;
import io.agw.bundle.document.Node;
import io.agw.bundle.problem.Nearest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads a mapping of the settings file member by member, noting what is wrong and, at the end,
/// which members nobody asked for. Not thread-safe.
final class Members {
    private final String name;
    private final Node.Members node;
    private final Path directory;
    private final List<String> problems;
    private final Set<String> known = new TreeSet<>();

    /// @param name what the mapping is called in messages
    /// @param directory where relative paths begin
    Members(String name, Node.Members node, Path directory, List<String> problems) {
        this.name = name;
        this.node = node;
        this.directory = directory;
        this.problems = problems;
    }

    /// Notes every member that was not asked for.
    void done() {
        for (var member : node.members()) {
            if (!known.contains(member.name())) {
                problems.add(
                        member.at()
                                + ": \""
                                + name
                                + "."
                                + member.name()
                                + "\" is no setting"
                                + Nearest.to(member.name(), known)
                                        .map(near -> " (did you mean \"" + near + "\"?)")
                                        .orElse(""));
            }
        }
    }

    /// The value as it stands; null when it is absent or null.
    @Nullable Node value(String member) {
        known.add(member);
        var value = node.get(member);
        return value instanceof Node.Scalar scalar && scalar.type() == Node.Scalar.Type.NULL
                ? null
                : value;
    }

    Optional<String> text(String member) {
        return switch (value(member)) {
            case null -> Optional.empty();
            case Node.Scalar scalar -> Optional.of(scalar.text());
            case Node other -> wrong(member, other, "a single value");
        };
    }

    Optional<Path> path(String member) {
        return text(member)
                .flatMap(text -> {
                    try {
                        return Optional.of(directory.resolve(text).normalize());
                    } catch (InvalidPathException _) {
                        return wrong(member, text, "a path");
                    }
                });
    }

    Optional<Boolean> flag(String member) {
        return text(member)
                .flatMap(text ->
                        switch (text) {
                            case "true" -> Optional.of(true);
                            case "false" -> Optional.of(false);
                            default -> wrong(member, text, "true or false");
                        });
    }

    Optional<Duration> duration(String member) {
        return text(member)
                .flatMap(text ->
                        Durations.parse(text)
                                .or(() -> wrong(member, text, "a duration such as 30s")));
    }

    Optional<Long> number(String member) {
        return text(member)
                .flatMap(text -> {
                    try {
                        return Optional.of(Long.parseLong(text));
                    } catch (NumberFormatException _) {
                        return wrong(member, text, "a whole number");
                    }
                });
    }

    /// A number of few digits: how many there are of something.
    Optional<Integer> count(String member) {
        return number(member)
                .flatMap(number ->
                        number == number.intValue()
                                ? Optional.of(number.intValue())
                                : wrong(member, number.toString(), "at most " + Integer.MAX_VALUE));
    }

    <T extends Enum<T>> Optional<T> word(String member, Class<T> type) {
        return text(member)
                .flatMap(text -> {
                    for (var constant : type.getEnumConstants()) {
                        if (spelled(constant).equals(text)) {
                            return Optional.of(constant);
                        }
                    }
                    return wrong(member, text, "one of " + words(type));
                });
    }

    /// A list of strings; a single one is a list of one.
    Optional<List<String>> texts(String member) {
        return switch (value(member)) {
            case null -> Optional.empty();
            case Node.Scalar scalar -> Optional.of(List.of(scalar.text()));
            case Node.Items(var items, _) -> {
                var texts = new ArrayList<String>();
                for (var item : items) {
                    if (item instanceof Node.Scalar scalar) {
                        texts.add(scalar.text());
                    } else {
                        wrong(member, item, "a list of strings");
                    }
                }
                yield Optional.of(texts);
            }
            case Node other -> wrong(member, other, "a list of strings");
        };
    }

    /// A list of files or folders.
    List<Path> paths(String member) {
        var paths = new ArrayList<Path>();
        for (var text : texts(member).orElse(List.of())) {
            try {
                paths.add(directory.resolve(text).normalize());
            } catch (InvalidPathException _) {
                wrong(member, text, "a path");
            }
        }
        return paths;
    }

    /// The mappings of a list.
    List<Members> mappings(String member) {
        var value = value(member);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof Node.Items(var items, _))) {
            wrong(member, value, "a list");
            return List.of();
        }
        var mappings = new ArrayList<Members>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Node.Members members) {
                mappings.add(nested(member + "[" + i + "]", members));
            } else {
                wrong(member, items.get(i), "a mapping");
            }
        }
        return mappings;
    }

    /// A nested mapping.
    Optional<Members> mapping(String member) {
        return switch (value(member)) {
            case null -> Optional.empty();
            case Node.Members members -> Optional.of(nested(member, members));
            case Node other -> wrong(member, other, "a mapping");
        };
    }

    /// Notes something that is wrong with the mapping as a whole.
    void problem(String problem) {
        problems.add(node.at() + ": " + name + "." + problem);
    }

    Members nested(String member, Node.Members members) {
        return new Members(name + "." + member, members, directory, problems);
    }

    <T> Optional<T> wrong(String member, Node value, String expected) {
        problems.add(
                value.at()
                        + ": "
                        + name
                        + "."
                        + member
                        + ": "
                        + value.describe()
                        + " (expected: "
                        + expected
                        + ")");
        return Optional.empty();
    }

    private <T> Optional<T> wrong(String member, String text, String expected) {
        var value = node.get(member);
        problems.add(
                (value == null ? node : value).at()
                        + ": "
                        + name
                        + "."
                        + member
                        + ": \""
                        + text
                        + "\" (expected: "
                        + expected
                        + ")");
        return Optional.empty();
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T extends Enum<T>> List<String> words(Class<T> type) {
        var words = new ArrayList<String>();
        for (var constant : type.getEnumConstants()) {
            words.add(spelled(constant));
        }
        return words;
    }
}
