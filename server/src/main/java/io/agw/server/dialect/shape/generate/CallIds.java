package io.agw.server.dialect.shape.generate;

import java.util.HexFormat;

/// Ids for tool calls of models that give none (those before Gemini 3). In a request the same place
/// and name make the same id whenever they are read, so that the prompt's text, which a cache may
/// hold, stays the same.
final class CallIds {
    private static final String OURS = "agw_call_";

    private CallIds() {}

    /// Of a call in a request.
    static String inHistory(int content, int part, String name) {
        return OURS + content + "_" + part + "_" + hash(name);
    }

    /// Of a call in an answer. Answers of one conversation must not share ids, so that one which no
    /// other answer has is in them.
    ///
    /// @param call how many calls the answer held before
    static String inAnswer(String answer, int call) {
        return OURS + answer + "_" + call;
    }

    /// Whether the vendor has never heard of an id.
    static boolean isOurs(String id) {
        return id.startsWith(OURS);
    }

    private static String hash(String text) {
        return HexFormat.of().toHexDigits(text.hashCode());
    }
}
