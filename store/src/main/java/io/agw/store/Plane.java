package io.agw.store;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the traffic of a turn is, by the protocol of its route.
public enum Plane {
    LLM,
    MCP,
    ACP;

    private final String word = name().toLowerCase(Locale.ROOT);

    public static Plane of(@Nullable String protocol) {
        return switch (protocol) {
            case "mcp" -> MCP;
            case "acp" -> ACP;
            case null, default -> LLM;
        };
    }

    /// The name in paths and answers: `llm`.
    public String word() {
        return word;
    }
}
