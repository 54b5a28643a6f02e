package io.agw.server.listen;

import java.util.Map;

/// The most bytes that a request's body may have, by path and content type.
///
/// @param usual where nothing says otherwise
/// @param forms of `multipart/form-data`, in which files are sent
/// @param byPrefix other ones by path prefix, which is taken as plain text
public record BodyLimits(int usual, int forms, Map<String, Integer> byPrefix) {
    private static final int MIB = 1024 * 1024;
    private static final String FORM = "multipart/form-data";

    /// The most that may be set for forms: they are held in memory.
    public static final int MOST = 512 * MIB;

    /// Requests to models: 20 MiB, with files 64 MiB, calls of webhooks 1 MiB.
    public static final BodyLimits DATA =
            new BodyLimits(20 * MIB, 64 * MIB, Map.of("/hooks/git/", MIB));

    /// The Admin API: 1 MiB, bundles 32 MiB.
    public static final BodyLimits ADMIN =
            new BodyLimits(MIB, MIB, Map.of("/admin/bundle/", 32 * MIB));

    public BodyLimits {
        byPrefix = Map.copyOf(byPrefix);
    }

    /// The same with another limit for forms.
    public BodyLimits withForms(int most) {
        return new BodyLimits(usual, most, byPrefix);
    }

    /// @param type the content type; empty when it is not said
    int of(String path, String type) {
        for (var entry : byPrefix.entrySet()) {
            if (path.startsWith(entry.getKey())) {
                return entry.getValue();
            }
        }
        return type.regionMatches(true, 0, FORM, 0, FORM.length()) ? forms : usual;
    }

    int largest() {
        return byPrefix.values().stream().reduce(Math.max(usual, forms), Math::max);
    }
}
