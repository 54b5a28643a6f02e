package io.agw.server.authenticate;

import io.agw.bundle.model.Secret;
import io.agw.server.match.Protocol;
import io.agw.server.match.Route;
import io.agw.server.oidc.Issuers;
import io.agw.server.oidc.Verdict;
import io.agw.server.turn.CallerKey;
import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import io.agw.store.Payer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out who a turn is for. Thread-safe.
///
/// A client may show several keys, in `x-api-key`, `x-goog-api-key` and `Authorization: Bearer`;
/// the first usable one wins, so that a valid key is not hidden by a foreign one. On a route whose
/// clients bring their own key for the provider, that one stands there, and the virtual key in
/// `x-agw-key`. In place of a key stands a token that an issuer has signed, where a key says that
/// it stands for it; then the user is who the token says.
public final class Authenticator {
    private static final String BEARER = "bearer ";
    private static final Refusal MISSING = missing("x-api-key");
    private static final Refusal MISSING_GOOGLES = missing("x-goog-api-key");
    private static final Refusal MISSING_BESIDE =
            new Refusal(
                    401,
                    "missing_api_key",
                    "virtual key is required (expected: x-agw-key: <key>, beside the provider's own"
                            + " key)");
    private static final Refusal MISSING_CALLER_KEY =
            new Refusal(
                    401,
                    "missing_provider_key",
                    "the provider's own key is required (expected: Authorization: Bearer <key>,"
                            + " x-api-key or x-goog-api-key, beside x-agw-key)");
    private static final Refusal MALFORMED_CALLER_KEY =
            new Refusal(
                    401,
                    "invalid_provider_key",
                    "the provider's own key cannot be sent in a header (expected: plain ASCII)");
    private static final Refusal MISPLACED =
            new Refusal(
                    401,
                    "misplaced_api_key",
                    "a virtual key stands where the provider's own is expected (expected: virtual"
                            + " key in x-agw-key)");
    private static final Refusal UNKNOWN =
            new Refusal(401, "invalid_api_key", "invalid virtual key");
    private static final Refusal DISABLED =
            new Refusal(401, "api_key_disabled", "virtual key is disabled");
    private static final Refusal TEAM_DISABLED =
            new Refusal(401, "team_disabled", "the virtual key's team is disabled");
    private static final Refusal EXPIRED =
            new Refusal(401, "api_key_expired", "virtual key is expired");
    private static final Refusal REPLACED =
            new Refusal(
                    401,
                    "api_key_replaced",
                    "virtual key has another text by now (expected: the new one)");

    private static final Refusal NO_KEY_FOR_TOKEN =
            new Refusal(401, "token_not_accepted", "no virtual key is for tokens like this one");
    private static final Refusal TOKEN_WITHOUT_USER =
            new Refusal(401, "invalid_token", "the token is refused: it names no usable user");
    private static final Refusal UNREACHABLE =
            new Refusal(
                    503,
                    "issuer_unavailable",
                    "the token cannot be checked: its issuer's keys cannot be had now");

    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);

    /// Headers whose value is the key: Anthropic's and Google's.
    private static final List<String> BARE = List.of("x-api-key", "x-goog-api-key");

    /// Where the virtual key stands when those hold the provider's.
    private static final List<String> BESIDE = List.of("x-agw-key");

    private final Issuers issuers;
    private final InstantSource clock;

    /// @param issuers whose tokens stand for keys
    public Authenticator(Issuers issuers, InstantSource clock) {
        this.issuers = issuers;
        this.clock = clock;
    }

    /// The principal of a request on a route.
    ///
    /// A route that requires no key is open to everyone; a usable key that is shown all the same
    /// still names the principal, so that usage is counted for it.
    ///
    /// @param counted is told for whom the turn is counted, also when it is refused
    /// @throws TurnRefused with 401 or 403 when the route requires a key and none that was shown is
    ///   usable, with 400 or 403 when it cannot be from the agent or for the user that it says
    public Principal identify(
            Received received, Route route, KeyIndex keys, Consumer<Payer> counted) {
        var holder = holder(received, route, keys);
        counted.accept(holder.payer());
        var user = holder.rights().assertsUser() ? UserNames.inHeader(received) : null;
        var asserted = user == null ? holder : holder.of(user);
        var principal = keys.agents().acting(asserted, received, route);
        counted.accept(principal.payer());
        AgentIndex.check(principal, route);
        principal.check(route.id());
        return principal;
    }

    private Principal holder(Received received, Route route, KeyIndex keys) {
        if (route.takesCallerKey()) {
            var found = new Found();
            look(shown(received, BESIDE), found, route, keys);
            return found.principal(route, keys, MISSING_BESIDE)
                    .with(callerKey(received, route, keys));
        }
        var found = new Found();
        look(shown(received, BARE), found, route, keys);
        look(bearers(received), found, route, keys);
        return found.principal(
                route, keys, route.protocol() == Protocol.GEMINI ? MISSING_GOOGLES : MISSING);
    }

    /// @param bare where the libraries of the route's protocol put a key
    private static Refusal missing(String bare) {
        return new Refusal(
                401,
                "missing_api_key",
                "virtual key is required (expected: Authorization: Bearer <key>, or " + bare + ")");
    }

    private static List<String> shown(Received received, List<String> names) {
        var texts = new ArrayList<String>(1);
        for (var name : names) {
            for (var text : received.headers(name)) {
                add(text, texts);
            }
        }
        return texts;
    }

    private static List<String> bearers(Received received) {
        var texts = new ArrayList<String>(1);
        for (var value : received.headers("authorization")) {
            if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                add(value.substring(BEARER.length()), texts);
            }
        }
        return texts;
    }

    private static void add(String text, List<String> to) {
        var plain = text.strip();
        if (!plain.isEmpty()) {
            to.add(plain);
        }
    }

    private void look(List<String> texts, Found found, Route route, KeyIndex keys) {
        texts.forEach(text -> found.look(text, route, keys));
    }

    /// The key for the provider. A virtual key among those shown goes nowhere.
    private CallerKey callerKey(Received received, Route route, KeyIndex keys) {
        var bare = shown(received, BARE);
        var bearers = bearers(received);
        if (Stream.concat(bare.stream(), bearers.stream())
                .anyMatch(text -> keys.find(text) != null || issuers.isFromOne(text))) {
            throw new TurnRefused(MISPLACED);
        }
        var key = bare.isEmpty() ? bearers : bare;
        if (key.isEmpty()) {
            throw new TurnRefused(MISSING_CALLER_KEY);
        }
        if (!key.getFirst().chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new TurnRefused(MALFORMED_CALLER_KEY);
        }
        if (!bare.isEmpty()) {
            return new CallerKey(new Secret(bare.getFirst()), false);
        }
        // to OpenAI's clients every key is a bearer token; to the others it is one of another sort
        boolean isToken = route.protocol() != Protocol.OPENAI;
        return new CallerKey(new Secret(bearers.getFirst()), isToken);
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
        if (entry.isTeamDisabled()) {
            return TEAM_DISABLED;
        }
        var expiry = key.expiresAt();
        if (expiry != null && !clock.instant().isBefore(expiry)) {
            return EXPIRED;
        }
        var end = entry.until();
        if (end != null && !clock.instant().isBefore(end)) {
            return REPLACED;
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

        /// @param missing what is said when none was shown
        Principal principal(Route route, KeyIndex keys, Refusal missing) {
            if (principal != null) {
                return principal;
            }
            if (!route.requireVirtualKey()) {
                return keys.anonymous();
            }
            throw new TurnRefused(refusal != null ? refusal : shown ? UNKNOWN : missing);
        }

        void look(String text, Route route, KeyIndex keys) {
            if (principal != null) {
                return;
            }
            shown = true;
            var entry = keys.find(text);
            if (entry == null && issuers.mayKnow(text)) {
                lookAtToken(text, route, keys);
            } else {
                take(entry, null, route);
            }
        }

        private void lookAtToken(String text, Route route, KeyIndex keys) {
            switch (issuers.verify(text)) {
                case Verdict.Good(var token) -> {
                    var entry = keys.find(token);
                    if (entry == null) {
                        refuse(NO_KEY_FOR_TOKEN);
                    } else if (token.user() != null && !UserNames.isUser(token.user())) {
                        refuse(TOKEN_WITHOUT_USER);
                    } else {
                        take(entry, token.user(), route);
                    }
                }
                case Verdict.Bad(var reason) ->
                        refuse(
                                new Refusal(
                                        401, "invalid_token", "the token is refused: " + reason));
                case Verdict.Unknown(var reason) -> {
                    LOG.warn("tokens cannot be checked: {}", reason);
                    refuse(UNREACHABLE);
                }
            }
        }

        /// @param user who uses the key, where that is known better than by the key
        private void take(KeyIndex.@Nullable Entry entry, @Nullable String user, Route route) {
            var fault = fault(entry, route);
            if (fault == null && entry != null) {
                var own = entry.principal();
                principal = user == null ? own : own.of(user);
            } else if (fault != null) {
                refuse(fault);
            }
        }

        private void refuse(Refusal reason) {
            if (refusal == null) {
                refusal = reason;
            }
        }
    }
}
