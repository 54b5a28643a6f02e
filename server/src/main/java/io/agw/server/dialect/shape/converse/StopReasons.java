package io.agw.server.dialect.shape.converse;

import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.shape.MalformedAnswer;
import org.jspecify.annotations.Nullable;

/// Why an answer stops, in this dialect's words.
final class StopReasons {
    private StopReasons() {}

    /// @return null for a word that is not known
    /// @throws MalformedAnswer for the words that say that the model failed
    static @Nullable StopReason read(String word) throws MalformedAnswer {
        return switch (word) {
            case "end_turn" -> StopReason.END;
            case "tool_use" -> StopReason.TOOL_CALLS;
            case "max_tokens" -> StopReason.LENGTH;
            case "stop_sequence" -> StopReason.STOP_SEQUENCE;
            case "model_context_window_exceeded" -> StopReason.CONTEXT_FULL;
            case "guardrail_intervened", "content_filtered" -> StopReason.REFUSAL;
            case "malformed_model_output", "malformed_tool_use" ->
                    throw MalformedAnswer.ofModel(word);
            default -> null;
        };
    }
}
