package io.agw.server.access;

import io.agw.server.access.AccessRules.Rule;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What policies, and permits for a time, let one caller use. Thread-safe.
///
/// What one policy denies is denied. Where policies name what is allowed, it has to be named by one
/// of them, or a permit has to be there for it: two policies of one caller allow what either
/// allows.
public final class Access {
    /// The pattern of a permit for every name.
    private static final String EVERY = "*";

    private final List<Rule> rules;
    private final Caller caller;
    private final Permits permits;

    /// @param rules those that are for the caller
    Access(List<Rule> rules, Caller caller, Permits permits) {
        this.rules = rules;
        this.caller = caller;
        this.permits = permits;
    }

    /// Whether nothing of a sort is kept from the caller.
    public boolean isOpen(Sort sort) {
        return rules.stream().allMatch(rule -> rule.denied(sort).isEmpty())
                && (rules.stream().allMatch(rule -> rule.allowed(sort).isEmpty())
                        || isPermitted(sort, EVERY));
    }

    /// Whether the caller has leave to use a name that it may not use otherwise.
    public boolean isPermitted(Sort sort, String name) {
        return permits.lift(caller, sort, name);
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
                || naming.stream().anyMatch(rule -> rule.allowed(sort).contains(name))
                || isPermitted(sort, name)) {
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
