package io.agw.bundle.reference;

import java.util.Locale;

/// The names that no bundle may refer to: the gateway's own settings and secrets.
final class Reserved {
    private static final String PREFIX = "AGW_";

    private Reserved() {}

    /// Whether the name is the gateway's own; in any case, since some systems ignore it.
    static boolean isReserved(String name) {
        return name.toUpperCase(Locale.ROOT).startsWith(PREFIX);
    }

    static Variables.Lookup.Forbidden forbidden() {
        return new Variables.Lookup.Forbidden(PREFIX + "* belongs to the gateway itself");
    }
}
