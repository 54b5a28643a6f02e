package io.agw.server.dialect;

/// A text that a model reads or has written, where it stands in a document.
///
/// @param sort whose text it is
/// @param group texts of one group are read as one, with an end of a line between them
/// @param start of the JSON value, its quote included
/// @param end behind the value
public record TextPlace(Sort sort, Form form, int group, int start, int end) {
    /// Whose text it is.
    public enum Sort {
        /// What a request gives a model to read, but for results of tools.
        PROMPT,
        /// What a request says that the model has said before.
        EARLIER,
        /// What a request says that tools gave back.
        TOOL_RESULT,
        /// What a model answers.
        ANSWER,
        /// What stands beside what a model answers: what it thinks, refuses and refers to.
        ASIDE,
        /// What a model gives tools.
        TOOL_ARGUMENTS
    }

    /// How the text is written.
    public enum Form {
        /// A JSON string.
        STRING,
        /// A JSON string that must stay as it is, as somebody has signed it.
        SIGNED,
        /// A JSON string whose text is JSON again.
        JSON_STRING,
        /// Any JSON value, which is the text itself.
        JSON;

        /// Whether the text is JSON, in whose strings characters may be written as escapes.
        public boolean isJson() {
            return this == JSON_STRING || this == JSON;
        }
    }
}
