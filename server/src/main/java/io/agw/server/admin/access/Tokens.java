package io.agw.server.admin.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tokens of the settings, and from which addresses each was shown before. Thread-safe,
/// bounded.
final class Tokens {
    private static final int MOST_REMEMBERED = 1_000;

    private final List<AdminToken> tokens;
    private final Map<Seen, Boolean> seen =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Seen, Boolean> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            };

    Tokens(List<AdminToken> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    private record Seen(String name, String address) {}

    /// The token with this text, ended or not. Compares with every one, and with each in the same
    /// time whatever differs.
    Optional<AdminToken> find(String text) {
        var digest = bytes(TokenDigest.of(text));
        AdminToken found = null;
        for (var token : tokens) {
            if (MessageDigest.isEqual(bytes(token.digest()), digest)) {
                found = token;
            }
        }
        return Optional.ofNullable(found);
    }

    boolean isSeen(AdminToken token, String address) {
        synchronized (seen) {
            return seen.get(new Seen(token.name(), address)) != null;
        }
    }

    void see(AdminToken token, String address) {
        synchronized (seen) {
            seen.put(new Seen(token.name(), address), true);
        }
    }

    private static byte[] bytes(String digest) {
        return digest.getBytes(StandardCharsets.US_ASCII);
    }
}
