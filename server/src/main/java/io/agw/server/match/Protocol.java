package io.agw.server.match;

import io.agw.bundle.model.LlmProtocol;
import java.util.Locale;

/// What a route speaks to its clients, and so which paths it serves under its prefix.
public enum Protocol {
    OPENAI,
    ANTHROPIC,
    CC,
    GEMINI,
    ACP,
    MCP;

    private final String word = name().toLowerCase(Locale.ROOT);

    static Protocol of(LlmProtocol protocol) {
        return switch (protocol) {
            case OPENAI -> OPENAI;
            case ANTHROPIC -> ANTHROPIC;
            case CC -> CC;
            case GEMINI -> GEMINI;
        };
    }

    /// The protocol of whose model API a path looks like a call, whatever stands before it: for
    /// what is to be said where no route is known.
    ///
    /// @param path decoded or not, without query; may be cut off
    public static Protocol suggestedBy(String path) {
        var method = path.substring(path.lastIndexOf(':') + 1);
        if (path.contains("/v1beta/")
                || (path.contains(":")
                        && (method.equals("countTokens")
                                || method.endsWith("Content")
                                || method.endsWith("Contents")))) {
            return GEMINI;
        }
        // messages of threads are OpenAI's
        int at = path.contains("/threads/") ? -1 : path.lastIndexOf("/messages");
        return at >= 0
                        && (Operation.MESSAGES.takes(path, at)
                                || Operation.COUNT_TOKENS.takes(path, at))
                ? ANTHROPIC
                : OPENAI;
    }

    /// The name in usage rows, spans and metrics: `openai`.
    public String word() {
        return word;
    }

    /// The paths of this protocol.
    Surface surface() {
        return switch (this) {
            case OPENAI -> Surface.OPENAI;
            case ANTHROPIC, CC -> Surface.ANTHROPIC;
            case GEMINI -> Surface.GEMINI;
            case ACP -> Surface.ACP;
            case MCP -> Surface.MCP;
        };
    }
}
