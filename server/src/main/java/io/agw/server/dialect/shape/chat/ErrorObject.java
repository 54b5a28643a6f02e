package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.shape.ErrorWords;
import io.agw.server.dialect.shape.MalformedAnswer;
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
        throw ErrorWords.refused(error);
    }
}
