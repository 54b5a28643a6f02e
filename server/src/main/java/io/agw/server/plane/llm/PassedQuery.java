package io.agw.server.plane.llm;

import io.agw.server.dialect.Api;
import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which of a client's query is meant for the vendor: all of it, such as `beta=true`, but what is
/// or may be a key, for keys travel in headers only.
final class PassedQuery {
    /// Names under which APIs take keys, without their hyphens and underscores.
    private static final Set<String> KEYS =
            Set.of(
                    "accesstoken",
                    "apikey",
                    "auth",
                    "authorization",
                    "bearer",
                    "clientsecret",
                    "idtoken",
                    "key",
                    "password",
                    "refreshtoken",
                    "secret",
                    "sig",
                    "signature",
                    "subscriptionkey",
                    "token",
                    "virtualkey",
                    "xagwkey",
                    "xapikey",
                    "xgoogapikey");

    private PassedQuery() {}

    /// Percent-encoded, as the client sent it; empty for none.
    ///
    /// @throws TurnRefused when it is no query
    static String of(Api api, Received received) {
        if (received.query().isEmpty() || !hasOwn(api)) {
            return "";
        }
        var passed = new ArrayList<String>();
        for (var part : received.query().split("&", -1)) {
            if (!part.isEmpty() && !isKey(part, received)) {
                passed.add(part);
            }
        }
        return String.join("&", passed);
    }

    /// The last value of a name in a client's query; empty when it is not there.
    ///
    /// @throws TurnRefused when it is no query
    static String value(Received received, String name) {
        var value = "";
        for (var part : received.query().split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0 && decoded(part.substring(0, equals)).equals(name)) {
                value = decoded(part.substring(equals + 1));
            }
        }
        return value;
    }

    /// Gemini's addresses have a query of the gateway's own making.
    private static boolean hasOwn(Api api) {
        return !api.isByModel();
    }

    private static boolean isKey(String part, Received received) {
        int equals = part.indexOf('=');
        var name = decoded(equals < 0 ? part : part.substring(0, equals));
        var plain = name.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
        var value = equals < 0 ? "" : decoded(part.substring(equals + 1));
        return KEYS.contains(plain) || isShown(value, received);
    }

    /// Whether it is a key that the client shows in a header as well.
    private static boolean isShown(String value, Received received) {
        return !value.isEmpty()
                && List.of("authorization", "x-api-key", "x-goog-api-key", "x-agw-key").stream()
                        .flatMap(name -> received.headers(name).stream())
                        .anyMatch(shown -> shown.equals(value) || shown.endsWith(" " + value));
    }

    private static String decoded(String text) {
        if (text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || c == '#')) {
            throw invalid();
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw invalid();
        }
    }

    private static TurnRefused invalid() {
        return new TurnRefused(
                new Refusal(
                        400,
                        "invalid_query",
                        "query is malformed (expected: percent-encoded name=value pairs)"));
    }
}
