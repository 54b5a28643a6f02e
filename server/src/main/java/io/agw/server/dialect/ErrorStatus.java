package io.agw.server.dialect;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The status that vendors give an error outside of answers, by the words that they have for it:
/// within an answer that began with 200 there are only the words.
/// https://docs.anthropic.com/en/api/errors, https://platform.openai.com/docs/guides/error-codes,
/// https://cloud.google.com/apis/design/errors,
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html.
final class ErrorStatus {
    /// A fault of the request.
    static final int OF_REQUEST = 400;

    private static final int FIRST = 400;
    private static final int LAST = 599;

    private static final Map<String, Integer> BY_WORD =
            Map.ofEntries(
                    Map.entry("invalid_request_error", 400),
                    Map.entry("authentication_error", 401),
                    Map.entry("billing_error", 402),
                    Map.entry("permission_error", 403),
                    Map.entry("not_found_error", 404),
                    Map.entry("request_too_large", 413),
                    Map.entry("rate_limit_error", 429),
                    Map.entry("api_error", 500),
                    Map.entry("timeout_error", 504),
                    Map.entry("overloaded_error", 529),
                    Map.entry("context_length_exceeded", 400),
                    Map.entry("invalid_prompt", 400),
                    Map.entry("invalid_api_key", 401),
                    Map.entry("model_not_found", 404),
                    Map.entry("rate_limit_exceeded", 429),
                    Map.entry("insufficient_quota", 429),
                    Map.entry("enforced_spend_limit_reached", 429),
                    Map.entry("billing_hard_limit_reached", 429),
                    Map.entry("billing_not_active", 429),
                    Map.entry("usage_limit_reached", 429),
                    Map.entry("tokens", 429),
                    Map.entry("requests", 429),
                    Map.entry("server_error", 500),
                    Map.entry("server_is_overloaded", 503),
                    Map.entry("service_unavailable_error", 503),
                    Map.entry("slow_down", 503),
                    Map.entry("invalid_image", 400),
                    Map.entry("invalid_image_format", 400),
                    Map.entry("invalid_image_url", 400),
                    Map.entry("invalid_base64_image", 400),
                    Map.entry("image_too_large", 400),
                    Map.entry("image_too_small", 400),
                    Map.entry("image_parse_error", 400),
                    Map.entry("image_content_policy_violation", 400),
                    Map.entry("image_file_too_large", 400),
                    Map.entry("failed_to_download_image", 400),
                    Map.entry("INVALID_ARGUMENT", 400),
                    Map.entry("FAILED_PRECONDITION", 400),
                    Map.entry("OUT_OF_RANGE", 400),
                    Map.entry("UNAUTHENTICATED", 401),
                    Map.entry("PERMISSION_DENIED", 403),
                    Map.entry("NOT_FOUND", 404),
                    Map.entry("ABORTED", 409),
                    Map.entry("ALREADY_EXISTS", 409),
                    Map.entry("RESOURCE_EXHAUSTED", 429),
                    Map.entry("CANCELLED", 499),
                    Map.entry("INTERNAL", 500),
                    Map.entry("UNKNOWN", 500),
                    Map.entry("DATA_LOSS", 500),
                    Map.entry("UNIMPLEMENTED", 501),
                    Map.entry("UNAVAILABLE", 503),
                    Map.entry("DEADLINE_EXCEEDED", 504),
                    Map.entry("validationException", 400),
                    Map.entry("accessDeniedException", 403),
                    Map.entry("resourceNotFoundException", 404),
                    Map.entry("throttlingException", 429),
                    Map.entry("internalServerException", 500),
                    Map.entry("modelStreamErrorException", 500),
                    Map.entry("serviceUnavailableException", 503),
                    Map.entry("modelTimeoutException", 504));

    private ErrorStatus() {}

    /// @return 0 when it is not known
    static int of(UpstreamError error) {
        int said = number(error.code());
        if (said != 0) {
            return said;
        }
        int byCode = byWord(error.code());
        return byCode == 0 ? byWord(error.type()) : byCode;
    }

    /// A code that is a status itself; 0 when it is none.
    static int number(@Nullable String code) {
        if (code == null || code.length() != 3 || !code.chars().allMatch(Character::isDigit)) {
            return 0;
        }
        int status = Integer.parseInt(code);
        return status >= FIRST && status <= LAST ? status : 0;
    }

    private static int byWord(@Nullable String word) {
        return word == null ? 0 : BY_WORD.getOrDefault(word, 0);
    }
}
