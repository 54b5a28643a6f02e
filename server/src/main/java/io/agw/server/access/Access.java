package io.agw.server.access;

import io.agw.server.access.AccessRules.Rule;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What policies let one caller use. Immutable and thread-safe.
///
/// What one policy denies is denied. Where policies name what is allowed, it has to be named by one
/// of them: two policies of one caller allow what either allows.
public final class Access {
    /// Of callers whom no policy is for.
    public static final Access OPEN = new Access(List.of());

    private final List<Rule> rules;

    Access(List<Rule> rules) {
        this.rules = rules;
    }

    /// Whether nothing of a sort is kept from the caller.
    public boolean isOpen(Sort sort) {
        return rules.stream()
                .allMatch(rule -> rule.allowed(sort).isEmpty() && rule.denied(sort).isEmpty());
    }

    /// Why a name may not be used, as a message says it; null when it may.
    public @Nullable String denial(Sort sort, String name) {
        if (rules.isEmpty()) {
            return null;
        }
        for (var rule : rules) {
            if (rule.denied(sort).contains(name)) {
                return "access policy \""
                        + rule.id()
                        + "\" denies "
                        + sort.word()
                        + " "
                        + quoted(name);
            }
        }
        var naming = rules.stream().filter(rule -> !rule.allowed(sort).isEmpty()).toList();
        if (naming.isEmpty()
                || naming.stream().anyMatch(rule -> rule.allowed(sort).contains(name))) {
            return null;
        }
        return "access policy "
                + naming.stream().map(rule -> quoted(rule.id())).collect(Collectors.joining(", "))
                + " does not allow "
                + sort.word()
                + " "
                + quoted(name);
    }

    private static String quoted(String name) {
        return "\"" + name + "\"";
    }
}
