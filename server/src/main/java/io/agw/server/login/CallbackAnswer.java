package io.agw.server.login;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a sign-in page gave the browser, or its person, to bring back.
///
/// @param code empty when the page refused
/// @param state of the login
/// @param error the vendor's word for a refusal; empty when there is a code
record CallbackAnswer(String code, String state, String error) {
    /// Reads the address that the browser was sent to, its query alone, or `code#state` as some
    /// pages show it; empty when it is none of them.
    static Optional<CallbackAnswer> read(String given) {
        var text = given.strip();
        int query = text.indexOf('?');
        if (query >= 0 || text.contains("code=") || text.contains("error=")) {
            return of(parameters(text.substring(query + 1)));
        }
        int hash = text.indexOf('#');
        return hash < 1 || hash == text.length() - 1
                ? Optional.empty()
                : Optional.of(
                        new CallbackAnswer(text.substring(0, hash), text.substring(hash + 1), ""));
    }

    private static Optional<CallbackAnswer> of(Map<String, String> parameters) {
        var answer =
                new CallbackAnswer(
                        parameters.getOrDefault("code", ""),
                        parameters.getOrDefault("state", ""),
                        parameters.getOrDefault("error", ""));
        return answer.code().isEmpty() && answer.error().isEmpty()
                ? Optional.empty()
                : Optional.of(answer);
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new HashMap<String, String>();
        int hash = query.indexOf('#');
        for (var pair : (hash < 0 ? query : query.substring(0, hash)).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(
                        pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    @Override
    public String toString() {
        return "CallbackAnswer[" + error + "]";
    }
}
