package io.agw.server.dialect.estimate;

import io.agw.server.dialect.shape.ToolArguments;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The tokens of a whole answer, guessed from what it says, in whatever vendor's shape: its words,
/// thoughts and arguments of tools, and not the shape around them. Four bytes of UTF-8 are a token,
/// as in {@link PromptEstimate}. Stateless.
public final class AnswerEstimate {
    private static final int BYTES_PER_TOKEN = 4;

    /// Members that are words where they are texts.
    private static final Set<String> WORDS =
            Set.of(
                    "content",
                    "text",
                    "thinking",
                    "reasoning",
                    "reasoning_content",
                    "refusal",
                    "arguments");

    /// Arguments that are objects.
    private static final Set<String> ARGUMENTS = Set.of("input", "args");

    private AnswerEstimate() {}

    /// Of an answer as it came; what is no JSON counts as it stands.
    public static long tokens(byte[] answer) {
        try {
            return tokens(ToolArguments.read(answer));
        } catch (JacksonException _) {
            return answer.length / BYTES_PER_TOKEN;
        }
    }

    public static long tokens(JsonNode answer) {
        return Math.ceilDiv(bytes(answer), BYTES_PER_TOKEN);
    }

    private static long bytes(JsonNode node) {
        long bytes = 0;
        if (node.isArray()) {
            for (var item : node) {
                bytes += bytes(item);
            }
        }
        for (var member : node.properties()) {
            bytes += bytes(member.getKey(), member.getValue());
        }
        return bytes;
    }

    private static long bytes(String name, JsonNode value) {
        if (value.isString()) {
            return WORDS.contains(name) ? size(value.stringValue()) : 0;
        }
        return ARGUMENTS.contains(name) && value.isObject() ? size(value.toString()) : bytes(value);
    }

    private static long size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
