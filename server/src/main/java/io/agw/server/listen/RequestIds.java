package io.agw.server.listen;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Ids of requests: the client's own when it is well-formed, else one that no other process makes.
/// Thread-safe.
final class RequestIds {
    private static final int LONGEST = 128;

    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    RequestIds() {
        var random = new byte[6];
        new SecureRandom().nextBytes(random);
        prefix = HexFormat.of().formatHex(random) + "-";
    }

    /// @param given the client's `x-request-id`; null when there is none
    String idOf(@Nullable String given) {
        return given != null && isWellFormed(given)
                ? given
                : prefix + Long.toString(count.incrementAndGet(), Character.MAX_RADIX);
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
