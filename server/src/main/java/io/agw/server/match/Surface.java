package io.agw.server.match;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The paths that a protocol serves under a route's prefix, each with and without a version before
/// it. Where two operations take the same path, the first one has it.
record Surface(List<String> versions, List<Operation> operations) {
    static final Surface OPENAI =
            new Surface(
                    List.of("/v1"),
                    List.of(
                            Operation.CHAT_COMPLETIONS,
                            Operation.RESPONSES,
                            Operation.EMBEDDINGS,
                            Operation.MODELS,
                            Operation.MODEL,
                            Operation.RESPONSE,
                            Operation.PASSTHROUGH));
    static final Surface ANTHROPIC =
            new Surface(
                    List.of("/v1"),
                    List.of(
                            Operation.MESSAGES,
                            Operation.COUNT_TOKENS,
                            Operation.MODELS,
                            Operation.MODEL));
    static final Surface GEMINI =
            new Surface(
                    List.of("/v1beta", "/v1"),
                    List.of(Operation.GENERATE_CONTENT, Operation.MODELS, Operation.MODEL));
    static final Surface ACP =
            new Surface(
                    List.of(),
                    List.of(
                            Operation.ACP_TURN,
                            Operation.ACP_PERMISSION,
                            Operation.ACP_SESSIONS,
                            Operation.ACP_SESSION));

    /// One endpoint at the prefix itself, whatever follows.
    static final Surface MCP = new Surface(List.of(), List.of(Operation.MCP));

    /// The operation that stands at an index of a path; null when none does.
    @Nullable Operation operation(String path, int from) {
        for (int i = 0; i < operations.size(); i++) {
            if (operations.get(i).takes(path, from)) {
                return operations.get(i);
            }
        }
        return null;
    }

    /// Where the operation begins in a path, -1 when there is none. The route's prefix is stripped
    /// first; a prefix that is itself part of an operation's path, such as `/v1/chat`, is then
    /// tried unstripped.
    int start(String path, int prefix) {
        int stripped = startFrom(path, prefix);
        return stripped >= 0 || prefix == 0 ? stripped : startFrom(path, 0);
    }

    private int startFrom(String path, int from) {
        for (int i = 0; i < versions.size(); i++) {
            int behind = from + versions.get(i).length();
            if (path.startsWith(versions.get(i), from) && operation(path, behind) != null) {
                return behind;
            }
        }
        return operation(path, from) == null ? -1 : from;
    }
}
