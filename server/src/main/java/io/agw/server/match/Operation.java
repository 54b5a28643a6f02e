package io.agw.server.match;

import java.util.Locale;

/// What a request asks of a route, told by the path under the route's prefix.
public enum Operation {
    CHAT_COMPLETIONS("/chat/completions"),
    RESPONSES("/responses"),
    /// A response that was made before.
    RESPONSE("/responses/", "{id}"),
    EMBEDDINGS("/embeddings"),
    MODELS("/models"),
    MODEL("/models/", "{model}"),
    MESSAGES("/messages"),
    COUNT_TOKENS("/messages/count_tokens"),
    GENERATE_CONTENT("/models/", "{model}:{method}"),
    /// What the gateway knows nothing of and passes on.
    PASSTHROUGH("/", "{path}"),
    MCP(""),
    ACP_TURN("/turn"),
    ACP_PERMISSION("/permission"),
    ACP_SESSIONS("/sessions"),
    ACP_SESSION("/sessions/", "{session}");

    private final String path;
    private final String placeholder;
    private final String word;

    Operation(String path) {
        this(path, "");
    }

    /// @param placeholder stands for the tail where requests are named
    Operation(String path, String placeholder) {
        this.path = path;
        this.placeholder = placeholder;
        this.word = name().toLowerCase(Locale.ROOT);
    }

    /// The name in usage rows, spans and metrics: `chat_completions`.
    public String word() {
        return word;
    }

    /// The path under a route's prefix and its protocol's own.
    public String path() {
        return path;
    }

    /// Whether more path may follow, which is then the operation's tail.
    boolean hasTail() {
        return path.isEmpty() || path.endsWith("/");
    }

    /// Whether this is the operation that the path asks for from an index on.
    boolean takes(String request, int from) {
        if (!request.startsWith(path, from)) {
            return false;
        }
        int end = from + path.length();
        return switch (this) {
            case MCP -> true;
            case MODEL, ACP_SESSION -> end < request.length();
            case GENERATE_CONTENT -> request.indexOf(':', end) > end;
            case RESPONSE -> OtherPaths.takesResponse(request, from);
            case PASSTHROUGH -> OtherPaths.takes(request, from);
            default -> end == request.length() || isTrailingSlash(request, end);
        };
    }

    /// What a method asks for: some are not the operation's own but the vendor's, which lists what
    /// it has stored and deletes models that were made there.
    Operation with(String method) {
        return switch (this) {
            case CHAT_COMPLETIONS -> method.equals("GET") ? PASSTHROUGH : this;
            case MODEL -> method.equals("DELETE") ? PASSTHROUGH : this;
            default -> this;
        };
    }

    /// What follows the operation's own path, without a leading slash.
    String tail(String request, int from) {
        return hasTail() ? request.substring(from + path.length()) : "";
    }

    /// The request's path with the placeholder for the tail, without a trailing slash.
    String pattern(String request, int from) {
        if (this == PASSTHROUGH) {
            return OtherPaths.pattern(request, from);
        }
        if (this == RESPONSE) {
            return OtherPaths.responsePattern(request, from);
        }
        int end = from + path.length();
        return end == request.length() ? request : request.substring(0, end).concat(placeholder);
    }

    private static boolean isTrailingSlash(String request, int end) {
        return end + 1 == request.length() && request.charAt(end) == '/';
    }
}
