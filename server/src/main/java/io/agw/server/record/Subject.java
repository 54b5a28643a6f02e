package io.agw.server.record;

import io.agw.server.match.Route;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a turn asks of which route, in words of which there are few: they name its span and its
/// row, after OpenTelemetry's conventions for HTTP.
///
/// @param operation as usage rows name it: `chat_completions`
/// @param pattern path of which the route is known; empty when it takes every path
record Subject(Route route, String operation, String pattern) {
    /// Of RFC 9110 and RFC 5789; every other word is a client's own.
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    String spanName(String method) {
        var verb = METHODS.contains(method) ? method : "HTTP";
        return pattern.isEmpty() ? verb : verb + " " + pattern;
    }

    /// `http.request.method`.
    static String method(String method) {
        return METHODS.contains(method) ? method : "_OTHER";
    }

    /// `http.route`; null when there is none to name.
    @Nullable String httpRoute() {
        return pattern.isEmpty() ? null : pattern;
    }
}
