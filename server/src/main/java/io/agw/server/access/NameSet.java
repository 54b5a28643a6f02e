package io.agw.server.access;

import io.agw.bundle.model.NamePattern;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Names, some of them given by how they begin. Immutable.
public final class NameSet {
    private final boolean caseCounts;
    private final Set<String> exact;
    private final List<String> patterns;

    /// Names of which the case counts.
    ///
    /// @param names names and patterns, in the form of {@link NamePattern}
    public NameSet(Collection<String> names) {
        this(names, true);
    }

    private NameSet(Collection<String> names, boolean caseCounts) {
        this.caseCounts = caseCounts;
        this.exact =
                names.stream()
                        .filter(name -> !NamePattern.isMany(name))
                        .map(this::folded)
                        .collect(Collectors.toUnmodifiableSet());
        this.patterns = names.stream().filter(NamePattern::isMany).map(this::folded).toList();
    }

    /// The same names in whatever case: some vendors take a model's name in any, so that what is
    /// denied is denied in each.
    static NameSet inAnyCase(Collection<String> names) {
        return new NameSet(names, false);
    }

    public boolean isEmpty() {
        return exact.isEmpty() && patterns.isEmpty();
    }

    public boolean contains(String name) {
        if (isEmpty()) {
            return false;
        }
        var folded = folded(name);
        return exact.contains(folded)
                || patterns.stream().anyMatch(pattern -> NamePattern.matches(pattern, folded));
    }

    private String folded(String name) {
        return caseCounts ? name : name.toLowerCase(Locale.ROOT);
    }
}
