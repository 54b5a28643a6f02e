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
