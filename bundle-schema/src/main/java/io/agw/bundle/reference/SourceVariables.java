package io.agw.bundle.reference;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a source's `vars` setting lets its bundles refer to: fixed values, files, and those
/// variables of an environment whose names are allowed. Everything else is forbidden, set or not,
/// so that a bundle cannot find out what the gateway's environment holds.
public final class SourceVariables implements Variables {
    private final List<Pattern> allowed;
    private final Map<String, Fixed> fixed;
    private final Map<String, String> environment;
    private final Function<String, Lookup> files;

    /// A variable that the operator defined for the source.
    public sealed interface Fixed {
        record Value(String text) implements Fixed {
            /// Leaves the text out: it may be a secret.
            @Override
            public String toString() {
                return "Value";
            }
        }

        /// @param path file whose content is the value, read at every lookup
        record File(String path) implements Fixed {}
    }

    /// What the operator allows a source.
    ///
    /// @param allowed names, or globs with `*` and `?`, of variables read from the environment
    /// @param fixed variables with a value of their own
    public record Grants(List<String> allowed, Map<String, Fixed> fixed) {
        public Grants {
            allowed = List.copyOf(allowed);
            fixed = Map.copyOf(fixed);
        }
    }

    /// @param files reads the files of `Fixed.File`; the caller keeps paths under an allowed root
    public SourceVariables(
            Grants grants, Map<String, String> environment, Function<String, Lookup> files) {
        this.allowed = grants.allowed().stream().map(SourceVariables::pattern).toList();
        this.fixed = grants.fixed();
        this.environment = Map.copyOf(environment);
        this.files = files;
    }

    private static Pattern pattern(String glob) {
        return Pattern.compile(
                glob.codePoints()
                        .mapToObj(c ->
                                switch (c) {
                                    case '*' -> ".*";
                                    case '?' -> ".";
                                    default -> Pattern.quote(Character.toString(c));
                                })
                        .collect(Collectors.joining()));
    }

    @Override
    public Lookup variable(String name) {
        if (Reserved.isReserved(name)) {
            return Reserved.forbidden();
        }
        var own = fixed.get(name);
        if (own != null) {
            return switch (own) {
                case Fixed.Value(var text) -> new Lookup.Found(text);
                case Fixed.File(var path) -> files.apply(path);
            };
        }
        if (allowed.stream().noneMatch(pattern -> pattern.matcher(name).matches())) {
            return new Lookup.Forbidden("the source's vars do not allow it");
        }
        var value = environment.get(name);
        return value == null ? new Lookup.NotSet() : new Lookup.Found(value);
    }

    @Override
    public Lookup file(String path) {
        return files.apply(path);
    }
}
