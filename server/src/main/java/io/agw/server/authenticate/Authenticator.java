package io.agw.server.authenticate;

import io.agw.server.match.Route;
import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out who a turn is for. Thread-safe.
///
/// A client may show several keys, in `x-api-key` and in `Authorization: Bearer`; the first usable
/// one wins, so that a valid key is not hidden by a foreign one.
public final class Authenticator {
    private static final String BEARER = "bearer ";
    private static final Refusal MISSING =
            new Refusal(
                    401,
                    "missing_api_key",
                    "virtual key is required (expected: Authorization: Bearer <key>, or x-api-key)");
    private static final Refusal UNKNOWN =
            new Refusal(401, "invalid_api_key", "invalid virtual key");
    private static final Refusal DISABLED =
            new Refusal(401, "api_key_disabled", "virtual key is disabled");
    private static final Refusal EXPIRED =
            new Refusal(401, "api_key_expired", "virtual key is expired");

    /// Headers whose value is the key: Anthropic's and Google's.
    private static final List<String> BARE = List.of("x-api-key", "x-goog-api-key");

    private final InstantSource clock;

    public Authenticator(InstantSource clock) {
        this.clock = clock;
    }

    /// The principal of a request on a route.
    ///
    /// A route that requires no key is open to everyone; a usable key that is shown all the same
    /// still names the principal, so that usage is counted for it.
    ///
    /// @throws TurnRefused with 401 or 403 when the route requires a key and none that was shown is
    ///   usable
    public Principal identify(Received received, Route route, KeyIndex keys) {
        var found = new Found();
        for (var name : BARE) {
            for (var text : received.headers(name)) {
                found.look(text.strip(), route, keys);
            }
        }
        for (var value : received.headers("authorization")) {
            if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                found.look(value.substring(BEARER.length()).strip(), route, keys);
            }
        }
        if (found.principal != null) {
            return found.principal;
        }
        if (!route.requireVirtualKey()) {
            return Principal.ANONYMOUS;
        }
        throw new TurnRefused(
                found.refusal != null ? found.refusal : found.shown ? UNKNOWN : MISSING);
    }

    /// Why a key cannot be used; null when it can, or when it is not known, which is not worth more
    /// than any better reason.
    private @Nullable Refusal fault(KeyIndex.@Nullable Entry entry, Route route) {
        if (entry == null) {
            return null;
        }
        var key = entry.key();
        if (key.disabled()) {
            return DISABLED;
        }
        var expiry = key.expiresAt();
        if (expiry != null && !clock.instant().isBefore(expiry)) {
            return EXPIRED;
        }
        if (!entry.allows(route.id())) {
            return new Refusal(
                    403,
                    "route_not_allowed",
                    "virtual key may not use route \"" + route.id() + "\"");
        }
        return null;
    }

    /// What the keys of a request come to: the first usable one, else the first reason against one.
    private final class Found {
        private @Nullable Principal principal;
        private @Nullable Refusal refusal;
        private boolean shown;

        void look(String text, Route route, KeyIndex keys) {
            if (text.isEmpty() || principal != null) {
                return;
            }
            shown = true;
            var entry = keys.find(text);
            var fault = fault(entry, route);
            if (fault == null && entry != null) {
                principal = entry.principal();
            } else if (refusal == null) {
                refusal = fault;
            }
        }
    }
}
