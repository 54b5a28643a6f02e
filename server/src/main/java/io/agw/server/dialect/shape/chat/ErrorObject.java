package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.UpstreamError;
import io.agw.server.dialect.shape.MalformedAnswer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An error in the place of an answer, or within a stream.
final class ErrorObject {
    private ErrorObject() {}

    /// @throws MalformedAnswer when the answer is an error, or says that it failed
    static void refuse(JsonNode answer) throws MalformedAnswer {
        if (!answer.isObject()) {
            throw new MalformedAnswer("an answer that is no object");
        }
        var error = answer.get("error");
        if (error == null && answer.path("object").asString("").equals("error")) {
            error = answer;
        }
        if (error == null || error.isNull()) {
            return;
        }
        throw new MalformedAnswer(
                "the upstream reported an error",
                new UpstreamError(
                        word(error.get("code")),
                        word(error.get("type")),
                        word(error.get("param"))));
    }

    /// Codes are numbers at some vendors.
    private static @Nullable String word(@Nullable JsonNode node) {
        return node != null && (node.isString() || node.isIntegralNumber())
                ? node.asString()
                : null;
    }
}
