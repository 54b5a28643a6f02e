package io.agw.server.dialect;

/// Tokens as an upstream counted them.
///
/// @param input tokens of the prompt, cached ones included
/// @param output tokens of the answer, reasoning included
public record Usage(long input, long output) {
    /// No upstream reads or writes as many in one turn; what says so is not believed.
    static final long ABSURD = 1_000_000_000L;

    public Usage {
        if (input < 0 || output < 0) {
            throw new IllegalArgumentException(
                    "tokens: " + input + ", " + output + " (expected: >= 0)");
        }
    }
}
