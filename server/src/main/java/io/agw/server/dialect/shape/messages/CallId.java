package io.agw.server.dialect.shape.messages;

import java.util.regex.Pattern;

/// Ids of tool calls as Messages takes them: letters, digits, `_` and `-`.
final class CallId {
    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern OTHERS = Pattern.compile("[^a-zA-Z0-9_-]");

    private CallId() {}

    /// The id itself, or a like of it that is always the same, so that a result still finds its
    /// call, and that no other id of the conversation becomes.
    static String safe(String id) {
        if (ALLOWED.matcher(id).matches()) {
            return id;
        }
        return OTHERS.matcher(id).replaceAll("_") + "_" + Integer.toHexString(id.hashCode());
    }
}
