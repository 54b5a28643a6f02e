package io.agw.server.admin.access;

import io.agw.server.admin.api.Caller;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Sessions that a login opened: 30 minutes idle, 12 hours at most. Held in memory by the token's
/// digest, so a restart ends them. Thread-safe, bounded.
final class Sessions {
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final int MOST = 1_000;

    private static final String PREFIX = "agws-";

    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

    Sessions(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    private record Session(Account account, Instant opened, Instant used) {
        Instant ends() {
            var idle = used.plus(LONGEST_IDLE);
            var whole = opened.plus(LONGEST);
            return idle.isBefore(whole) ? idle : whole;
        }
    }

    /// Whether a token has the form of those that are made here.
    static boolean isOne(String token) {
        return token.startsWith(PREFIX);
    }

    /// A token that was just made, to be shown once.
    record Opened(String token, Instant expiresAt) {}

    synchronized Opened open(Account account) {
        var now = clock.instant();
        sessions.values().removeIf(session -> !session.ends().isAfter(now));
        if (sessions.size() >= MOST) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        var bytes = new byte[32];
        random.nextBytes(bytes);
        var token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var session = new Session(account, now, now);
        sessions.put(TokenDigest.of(token), session);
        return new Opened(token, session.ends());
    }

    /// The caller of a token; empty when the token is unknown or has ended.
    synchronized Optional<Caller> caller(String token) {
        var digest = TokenDigest.of(token);
        var session = sessions.get(digest);
        var now = clock.instant();
        if (session == null || !session.ends().isAfter(now)) {
            sessions.remove(digest);
            return Optional.empty();
        }
        var used = new Session(session.account, session.opened, now);
        sessions.put(digest, used);
        return Optional.of(
                new Caller(used.account.name(), used.account.role(), digest, used.ends()));
    }

    /// Ends the session of a caller.
    synchronized void close(String digest) {
        sessions.remove(digest);
    }
}
