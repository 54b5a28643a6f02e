package io.agw.server.listen;

import java.util.Map;

/// The most bytes that a request's body may have, by path.
///
/// @param usual where no prefix says otherwise
/// @param byPrefix other ones by path prefix, which is taken as plain text
public record BodyLimits(int usual, Map<String, Integer> byPrefix) {
    private static final int MIB = 1024 * 1024;

    /// Requests to models: 20 MiB, calls of webhooks 1 MiB.
    public static final BodyLimits DATA = new BodyLimits(20 * MIB, Map.of("/hooks/git/", MIB));

    /// The Admin API: 1 MiB, bundles 32 MiB.
    public static final BodyLimits ADMIN = new BodyLimits(MIB, Map.of("/admin/bundle/", 32 * MIB));

    public BodyLimits {
        byPrefix = Map.copyOf(byPrefix);
    }

    int of(String path) {
        for (var entry : byPrefix.entrySet()) {
            if (path.startsWith(entry.getKey())) {
                return entry.getValue();
            }
        }
        return usual;
    }

    int largest() {
        return byPrefix.values().stream().reduce(usual, Math::max);
    }
}
