package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import org.jspecify.annotations.Nullable;

/// `stop_reason`, both ways.
final class StopWords {
    private StopWords() {}

    /// @return null for a word that is not known
    static @Nullable StopReason read(String word) {
        return switch (word) {
            case "end_turn" -> StopReason.END;
            case "stop_sequence" -> StopReason.STOP_SEQUENCE;
            case "max_tokens" -> StopReason.LENGTH;
            case "model_context_window_exceeded" -> StopReason.CONTEXT_FULL;
            case "tool_use" -> StopReason.TOOL_CALLS;
            case "refusal" -> StopReason.REFUSAL;
            case "pause_turn" -> StopReason.PAUSE;
            default -> null;
        };
    }

    /// Clients run tools when this says so, and only then: it has to fit what the answer holds.
    ///
    /// @param called whether the answer calls a tool
    /// @param declined whether the answer holds the words of a refusal
    static String write(StopReason reason, boolean called, boolean declined) {
        return switch (reason) {
            case END -> called ? "tool_use" : declined ? "refusal" : "end_turn";
            case STOP_SEQUENCE -> "stop_sequence";
            case LENGTH -> "max_tokens";
            case CONTEXT_FULL -> "model_context_window_exceeded";
            case TOOL_CALLS -> called ? "tool_use" : "end_turn";
            case REFUSAL -> "refusal";
            case PAUSE -> "pause_turn";
        };
    }
}
