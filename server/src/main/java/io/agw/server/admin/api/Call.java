package io.agw.server.admin.api;

import io.agw.reconciler.apply.Requester;
import io.agw.server.turn.Received;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One request to an endpoint that the router found and the caller may use.
///
/// @param path parameters of the path template by name, decoded
/// @param query parameters by name, decoded, the last of several
public record Call(
        Received received, Caller caller, Map<String, String> path, Map<String, String> query) {
    public Call {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    /// Reads the query of a request.
    ///
    /// @throws AdminError when it is malformed
    public static Map<String, String> query(String raw) {
        var parameters = new LinkedHashMap<String, String>();
        for (var pair : raw.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                var name = equals < 0 ? pair : pair.substring(0, equals);
                parameters.put(
                        decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /// On whose behalf what this call asks for is written.
    public Requester requester() {
        return new Requester(caller.name(), received.remoteAddress(), received.requestId());
    }

    /// A parameter of the path; the template has it.
    public String parameter(String name) {
        var value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    name + " (expected: a parameter of the endpoint's template)");
        }
        return value;
    }

    public Optional<String> queried(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /// A parameter that is on when it is `true`.
    ///
    /// @throws AdminError when it is neither `true` nor `false`
    public boolean flag(String name) {
        var value = query.getOrDefault(name, "false");
        return switch (value) {
            case "true", "" -> true;
            case "false" -> false;
            default ->
                    throw AdminError.invalid(
                            name + ": \"" + value + "\" (expected: true or false)");
        };
    }

    /// A whole number of the query.
    ///
    /// @throws AdminError when it is none, or outside the bounds
    public int number(String name, int absent, int most) {
        var value = query.get(name);
        if (value == null) {
            return absent;
        }
        if (!value.matches("[0-9]{1,9}")
                || Integer.parseInt(value) > most
                || Integer.parseInt(value) < 1) {
            throw AdminError.invalid(
                    name + ": \"" + value + "\" (expected: a number from 1 to " + most + ")");
        }
        return Integer.parseInt(value);
    }

    /// Refuses parameters that the endpoint does not know, so that a typing error is no silent
    /// "no".
    ///
    /// @throws AdminError naming the first of them
    public void expectQuery(Set<String> known) {
        for (var name : query.keySet()) {
            if (!known.contains(name)) {
                throw AdminError.invalid(
                        "query parameter \""
                                + name
                                + "\" (expected: "
                                + (known.isEmpty()
                                        ? "none"
                                        : "one of " + known.stream().sorted().toList())
                                + ")");
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw AdminError.invalid("query: \"" + text + "\" (expected: percent-encoded UTF-8)");
        }
    }
}
