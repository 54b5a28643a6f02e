package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.shape.MalformedAnswer;

/// Why an answer finishes, in this dialect's words.
final class FinishReasons {
    private FinishReasons() {}

    /// @throws MalformedAnswer for the words that say that the model failed, such as
    ///   `MALFORMED_FUNCTION_CALL`, and for unknown ones, which say nothing good either, and
    ///   nothing of who runs the model: https://ai.google.dev/api/generate-content#FinishReason
    static StopReason read(String word) throws MalformedAnswer {
        return switch (word) {
            case "STOP" -> StopReason.END;
            case "MAX_TOKENS" -> StopReason.LENGTH;
            case "SAFETY",
                    "RECITATION",
                    "LANGUAGE",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "MODEL_ARMOR",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION" ->
                    StopReason.REFUSAL;
            default -> throw MalformedAnswer.ofModel(word);
        };
    }

    /// @param declined whether the answer holds the words of a refusal, with which some vendors end
    ///   as with any others
    static String write(StopReason reason, boolean declined) {
        return switch (reason) {
            case END -> declined ? "SAFETY" : "STOP";
            case STOP_SEQUENCE, TOOL_CALLS, PAUSE -> "STOP";
            case LENGTH, CONTEXT_FULL -> "MAX_TOKENS";
            case REFUSAL -> "SAFETY";
        };
    }
}
