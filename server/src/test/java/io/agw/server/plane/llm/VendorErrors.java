package io.agw.server.plane.llm;

import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.ResponsesBehaviours;

/// How vendors say within an answer that they failed.
enum VendorErrors {
    /// In words that nobody knows.
    STRANGE(0, "x", "x_error", "X"),
    LIMIT(429, "rate_limit_exceeded", "rate_limit_error", "RESOURCE_EXHAUSTED"),
    OVERLOADED(503, "server_is_overloaded", "overloaded_error", "UNAVAILABLE"),
    /// In a sentence, and a code that says no more than that the request is at fault.
    TOO_LONG(400, "invalid_prompt", "invalid_request_error", "INVALID_ARGUMENT");

    private final int status;
    private final String code;
    private final String type;
    private final String word;

    /// @param code of OpenAI's
    /// @param type of Anthropic's
    /// @param word of Google's
    VendorErrors(int status, String code, String type, String word) {
        this.status = status;
        this.code = code;
        this.type = type;
        this.word = word;
    }

    String event(Vendor vendor) {
        return switch (vendor) {
            case CHAT, GENERATE -> "data: " + document(vendor) + "\n\n";
            case MESSAGES -> AnthropicBehaviours.event("error", "\"error\":" + messages());
            case RESPONSES ->
                    ResponsesBehaviours.event("error", "\"code\":\"" + code + "\"," + message());
        };
    }

    /// In the place of a whole answer.
    String document(Vendor vendor) {
        return switch (vendor) {
            // as OpenRouter says it
            case CHAT -> "{\"error\":{" + message() + ",\"code\":" + status + "}}";
            case MESSAGES -> "{\"type\":\"error\",\"error\":" + messages() + "}";
            case GENERATE ->
                    "{\"error\":{\"code\":"
                            + status
                            + ","
                            + message()
                            + ",\"status\":\""
                            + word
                            + "\"}}";
            case RESPONSES ->
                    "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"failed\",\"output\":[],"
                            + "\"error\":{\"code\":\""
                            + code
                            + "\","
                            + message()
                            + "}}";
        };
    }

    private String messages() {
        return "{\"type\":\"" + type + "\"," + message() + "}";
    }

    private String message() {
        var said = this == TOO_LONG ? "Your input exceeds the context window" : "secret prose";
        return "\"message\":\"" + said + "\"";
    }
}
