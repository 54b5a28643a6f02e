package io.agw.server.upstream.played;

import java.util.List;

/// What a model says in one turn: words, then calls of tools. It costs 19 tokens of prompt and 10
/// of answer, in every API.
public record Said(String text, List<Call> calls) {
    static final int INPUT_TOKENS = 19;
    static final int OUTPUT_TOKENS = 10;

    public Said {
        calls = List.copyOf(calls);
    }

    /// @param arguments JSON
    public record Call(String id, String name, String arguments) {}

    public static Said words(String text) {
        return new Said(text, List.of());
    }

    public static Said calling(Call... calls) {
        return new Said("", List.of(calls));
    }

    /// A text in two pieces, as a stream brings it.
    static List<String> pieces(String text) {
        int half = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
        return List.of(text.substring(0, half), text.substring(half));
    }
}
