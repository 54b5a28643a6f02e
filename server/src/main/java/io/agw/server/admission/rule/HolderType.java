package io.agw.server.admission.rule;

import io.agw.bundle.model.Subject;
import java.util.Locale;

/// What may have a limit of its own.
public enum HolderType {
    VIRTUAL_KEY,
    AGENT,
    USER,
    TEAM,
    ORG,
    ROUTE,
    PROVIDER,
    GLOBAL;

    private final String word = name().toLowerCase(Locale.ROOT);

    /// The type that a bundle speaks of.
    static HolderType of(Subject subject) {
        return switch (subject) {
            case Subject.VirtualKey _ -> VIRTUAL_KEY;
            case Subject.Agent _ -> AGENT;
            case Subject.User _ -> USER;
            case Subject.Team _ -> TEAM;
            case Subject.Org _ -> ORG;
            case Subject.Route _ -> ROUTE;
            case Subject.Provider _ -> PROVIDER;
            case Subject.Global _ -> GLOBAL;
        };
    }

    /// As bundles spell it.
    String word() {
        return word;
    }
}
