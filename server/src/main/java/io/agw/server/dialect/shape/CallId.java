package io.agw.server.dialect.shape;

import java.util.regex.Pattern;

/// Ids of tool calls as some dialects take them: letters, digits, `_` and `-`.
public final class CallId {
    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern OTHERS = Pattern.compile("[^a-zA-Z0-9_-]");

    private CallId() {}

    /// The id itself, or a like of it that is always the same, so that a result still finds its
    /// call, and that no other id of the conversation becomes.
    public static String safe(String id) {
        return safe(id, Integer.MAX_VALUE);
    }

    /// The same for dialects whose ids are short.
    ///
    /// @param longest most characters of an id, at least 16
    public static String safe(String id, int longest) {
        if (id.length() <= longest && ALLOWED.matcher(id).matches()) {
            return id;
        }
        var told = "_" + Integer.toHexString(id.hashCode());
        var plain = OTHERS.matcher(id).replaceAll("_");
        return plain.substring(0, Math.min(plain.length(), longest - told.length())) + told;
    }
}
