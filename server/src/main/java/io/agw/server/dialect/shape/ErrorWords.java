package io.agw.server.dialect.shape;

import io.agw.server.dialect.UpstreamError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads an error within an answer, of any dialect: an object, or no more than a sentence.
public final class ErrorWords {
    private ErrorWords() {}

    /// The words of it that may be shown.
    public static UpstreamError of(JsonNode error) {
        if (error.isString()) {
            return UpstreamError.UNKNOWN.said(error.stringValue());
        }
        // Anthropic's types are broad, and what is exactly the matter stands beside them
        var precise = word(error.path("details").path("error_code"));
        var type = word(error.path("type"));
        var words =
                new UpstreamError(
                        precise == null ? word(error.path("code")) : precise,
                        // of an event that is itself the error
                        type == null || type.equals("error") ? word(error.path("status")) : type,
                        word(error.path("param")));
        var sentence = error.path("message");
        return words.said(sentence.isString() ? sentence.stringValue() : "");
    }

    /// Why an answer that is one cannot be used.
    public static MalformedAnswer refused(JsonNode error) {
        return new MalformedAnswer("the upstream reported an error", of(error));
    }

    /// Codes are numbers at some vendors.
    private static @Nullable String word(JsonNode node) {
        return node.isString() || node.isIntegralNumber() ? node.asString() : null;
    }
}
