package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.UpstreamError;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.shape.MalformedAnswer;
import java.util.Set;

/// Why a model stops, in the words of OpenAI and of vendors that have further ones.
final class FinishReason {
    private static final Set<String> FAILURES =
            Set.of("error", "network_error", "insufficient_system_resource", "abort", "cancelled");

    private FinishReason() {}

    /// @throws MalformedAnswer when the word says that the upstream failed
    static void refuse(String word) throws MalformedAnswer {
        if (FAILURES.contains(word)) {
            throw new MalformedAnswer("the upstream gave up", new UpstreamError(null, word, null));
        }
    }

    /// A word that nobody knows ends an answer as any other: that it ended is sure.
    ///
    /// @param calls whether the model called tools; not every vendor says so here
    static StopReason read(String word, boolean calls) {
        return switch (word) {
            case "length", "max_tokens" -> StopReason.LENGTH;
            case "model_length", "model_context_window_exceeded" -> StopReason.CONTEXT_FULL;
            case "content_filter", "sensitive", "refusal" -> StopReason.REFUSAL;
            default -> calls ? StopReason.TOOL_CALLS : StopReason.END;
        };
    }

    static String write(StopReason reason) {
        return switch (reason) {
            case END, STOP_SEQUENCE, PAUSE -> "stop";
            case LENGTH, CONTEXT_FULL -> "length";
            case TOOL_CALLS -> "tool_calls";
            case REFUSAL -> "content_filter";
        };
    }
}
