package io.agw.server.listen;

import io.agw.server.turn.UniqueIds;
import org.jspecify.annotations.Nullable;

/// Ids of requests: the client's own when it is well-formed, else one that no other process makes.
/// Thread-safe.
final class RequestIds {
    private static final int LONGEST = 128;

    private final UniqueIds own = new UniqueIds();

    /// @param given the client's `x-request-id`; null when there is none
    String idOf(@Nullable String given) {
        return given != null && isWellFormed(given) ? given : own.get();
    }

    private static boolean isWellFormed(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            if (!letter && !digit && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }
}
