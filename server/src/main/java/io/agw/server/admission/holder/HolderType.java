package io.agw.server.admission.holder;

import io.agw.bundle.model.Subject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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
    public static HolderType of(Subject subject) {
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

    /// The type that is spelled so; empty when none is.
    public static Optional<HolderType> ofWord(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }

    /// As bundles spell it.
    public String word() {
        return word;
    }
}
