package io.agw.server.admin.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the endpoint of a request. Immutable and thread-safe.
///
/// A literal segment beats a parameter, and a parameter beats a rest, whatever the order of the
/// list. The path is taken raw and decoded segment by segment, so that an encoded slash is part of
/// an id and never a separator.
public final class Router {
    private final List<Endpoint> endpoints;
    private final Node root = new Node();

    /// @throws IllegalArgumentException when two endpoints have the same method and path
    public Router(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
        for (var endpoint : endpoints) {
            add(endpoint);
        }
    }

    /// All endpoints in the order given.
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /// What the router makes of a request.
    public sealed interface Found {
        record Match(Endpoint endpoint, Map<String, String> parameters) implements Found {}

        /// The path exists, with other methods; `HEAD` wherever there is `GET`.
        record OtherMethod(List<String> allowed) implements Found {}

        record NoPath() implements Found {}
    }

    /// @param rawPath percent-encoded, without query
    /// @throws AdminError when a segment is malformed
    public Found find(String method, String rawPath) {
        var segments = new ArrayList<String>();
        for (var segment : rawPath.substring(1).split("/", -1)) {
            segments.add(decoded(segment));
        }
        var node = root.descend(segments, 0);
        if (node == null) {
            return new Found.NoPath();
        }
        var endpoint = node.methods.get(method);
        if (endpoint == null) {
            return new Found.OtherMethod(allowed(node));
        }
        return new Found.Match(endpoint, parameters(endpoint.template(), segments));
    }

    private static List<String> allowed(Node node) {
        var allowed = new TreeSet<>(node.methods.keySet());
        allowed.add("OPTIONS");
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return List.copyOf(allowed);
    }

    private void add(Endpoint endpoint) {
        var node = root;
        for (var segment : endpoint.template().substring(1).split("/", -1)) {
            node = node.below(segment);
        }
        if (node.methods.put(endpoint.method(), endpoint) != null) {
            throw new IllegalArgumentException(
                    endpoint.method()
                            + " "
                            + endpoint.template()
                            + " (expected: each endpoint once)");
        }
    }

    private static Map<String, String> parameters(String template, List<String> segments) {
        var parameters = new LinkedHashMap<String, String>();
        var names = template.substring(1).split("/", -1);
        for (int i = 0; i < names.length; i++) {
            if (names[i].endsWith("...}")) {
                parameters.put(
                        names[i].substring(1, names[i].length() - 4),
                        String.join("/", segments.subList(i, segments.size())));
            } else if (names[i].startsWith("{")) {
                parameters.put(names[i].substring(1, names[i].length() - 1), segments.get(i));
            }
        }
        return parameters;
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw AdminError.invalid(
                    "path segment \"" + segment + "\" (expected: percent-encoded UTF-8)");
        }
    }

    private static final class Node {
        private final Map<String, Node> literals = new LinkedHashMap<>();
        private final Map<String, Endpoint> methods = new LinkedHashMap<>();
        private @Nullable Node parameter;
        private @Nullable Node rest;

        /// The node of a template's segment, made when there is none.
        private Node below(String segment) {
            if (segment.endsWith("...}")) {
                rest = Objects.requireNonNullElseGet(rest, Node::new);
                return rest;
            }
            if (segment.startsWith("{")) {
                parameter = Objects.requireNonNullElseGet(parameter, Node::new);
                return parameter;
            }
            return literals.computeIfAbsent(segment, _ -> new Node());
        }

        private @Nullable Node descend(List<String> segments, int at) {
            if (at == segments.size()) {
                return methods.isEmpty() ? null : this;
            }
            var literal = literals.get(segments.get(at));
            var found = literal == null ? null : literal.descend(segments, at + 1);
            if (found == null && parameter != null && !segments.get(at).isEmpty()) {
                found = parameter.descend(segments, at + 1);
            }
            return found == null && rest != null ? rest : found;
        }
    }
}
