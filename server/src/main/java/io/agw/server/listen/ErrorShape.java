package io.agw.server.listen;

import io.agw.server.turn.Refusal;

/// How a listener's own refusals look to its clients, as JSON.
@FunctionalInterface
public interface ErrorShape {
    /// What OpenAI and Anthropic clients both understand: for what no plane has answered.
    ErrorShape DATA =
            refusal ->
                    JsonText.object()
                            .put("type", "error")
                            .open("error")
                            .put("type", type(refusal.status()))
                            .put("code", refusal.code())
                            .put("message", refusal.message())
                            .putOrNull("param", refusal.param())
                            .close()
                            .bytes();

    /// The shape of the Admin API.
    ErrorShape ADMIN =
            refusal ->
                    JsonText.object()
                            .put("error", refusal.message())
                            .put("code", refusal.code())
                            .bytes();

    byte[] body(Refusal refusal);

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
