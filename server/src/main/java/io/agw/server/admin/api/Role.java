package io.agw.server.admin.api;

import java.util.Locale;

/// What a caller may do. Ordered: a later role may all that an earlier one may.
public enum Role {
    /// Nobody in particular; only what is open.
    ANYONE,
    /// May read, and sees secrets masked.
    VIEWER,
    /// May everything.
    ADMIN;

    /// The word in answers: `admin`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether this role may do what `needed` is needed for.
    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }
}
