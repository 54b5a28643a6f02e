package io.agw.server.admin.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a caller may do. Ordered: a later role may all that an earlier one may.
public enum Role {
    /// Nobody in particular; only what is open.
    ANYONE,
    /// May read, and sees secrets masked.
    VIEWER,
    /// May also do what keeps traffic running, and changes no configuration, no secret, and not who
    /// may do what. Sees what a viewer sees.
    OPERATOR,
    /// May everything.
    ADMIN;

    /// The roles that somebody can be given, the least first.
    public static List<Role> given() {
        return Arrays.stream(values()).filter(role -> role != ANYONE).toList();
    }

    /// The role that can be given by this word.
    public static Optional<Role> ofWord(String word) {
        return given().stream().filter(role -> role.word().equals(word)).findFirst();
    }

    /// The word in answers: `admin`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether this role may do what `needed` is needed for.
    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }
}
