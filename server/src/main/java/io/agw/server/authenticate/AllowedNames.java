package io.agw.server.authenticate;

import io.agw.bundle.model.NamePattern;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Names that somebody may ask for. Immutable.
final class AllowedNames {
    private final Set<String> exact;
    private final List<String> patterns;

    /// @param allowed names and patterns; none: every name is allowed
    AllowedNames(Collection<String> allowed) {
        this.exact =
                allowed.stream()
                        .filter(name -> !NamePattern.isMany(name))
                        .collect(Collectors.toUnmodifiableSet());
        this.patterns = allowed.stream().filter(NamePattern::isMany).toList();
    }

    boolean isEveryName() {
        return exact.isEmpty() && patterns.isEmpty();
    }

    boolean allows(String name) {
        return isEveryName()
                || exact.contains(name)
                || patterns.stream().anyMatch(pattern -> NamePattern.matches(pattern, name));
    }
}
