package io.agw.server.dispatch;

import io.agw.server.dialect.UpstreamError;
import org.jspecify.annotations.Nullable;

/// The status that an error stands for, where a vendor answers with one that says something else: a
/// key or an account that is at fault, and a model that failed, are no faults of a request.
///
/// - Google: 400 `INVALID_ARGUMENT` with the reason `API_KEY_INVALID`,
///   https://ai.google.dev/gemini-api/docs/troubleshooting.
/// - xAI: 400 with nothing but the sentence for a wrong key,
///   https://docs.x.ai/docs/key-information/debugging.
/// - Anthropic: 400 `invalid_request_error` with nothing but the sentence for an account without
///   credit, https://docs.anthropic.com/en/api/errors.
/// - AWS: 424 `ModelErrorException`, "error while processing the model",
///   https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html.
final class MeantStatus {
    private static final String WRONG_KEY = "Incorrect API key provided";
    private static final String NO_CREDIT = "Your credit balance is too low";

    private MeantStatus() {}

    /// @param error the words of it
    /// @param callersKey whether the client's own key was shown, which hears what was said to it
    static int of(int status, ErrorDocument said, UpstreamError error, boolean callersKey) {
        return switch (status) {
            case 400 -> callersKey ? status : ofRefusal(said, error.type());
            case 424 -> "ModelErrorException".equals(error.type()) ? 500 : status;
            default -> status;
        };
    }

    private static int ofRefusal(ErrorDocument said, @Nullable String type) {
        if (said.isFor("API_KEY_INVALID")
                || (said.isBareSentence() && said.sentence().startsWith(WRONG_KEY))) {
            return 401;
        }
        boolean isUnpaid =
                "invalid_request_error".equals(type) && said.sentence().startsWith(NO_CREDIT);
        return isUnpaid ? 402 : 400;
    }
}
