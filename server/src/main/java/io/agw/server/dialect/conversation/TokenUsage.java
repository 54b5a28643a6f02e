package io.agw.server.dialect.conversation;

/// Tokens of one turn in parts that do not overlap, whatever a vendor's own numbers include.
///
/// @param uncachedInput of the prompt, neither read from a cache nor written to one
/// @param cacheRead of the prompt, read from the vendor's cache
/// @param cacheWrite of the prompt, written to it for minutes
/// @param longCacheWrite of the prompt, written to it for an hour
/// @param visibleOutput of the answer, thoughts excluded
/// @param reasoning of thoughts
public record TokenUsage(
        long uncachedInput,
        long cacheRead,
        long cacheWrite,
        long longCacheWrite,
        long visibleOutput,
        long reasoning) {
    /// No upstream reads or writes as many in one turn; what says so is not believed.
    public static final long ABSURD = 1_000_000_000L;

    public TokenUsage {
        check("uncached input", uncachedInput);
        check("cache read", cacheRead);
        check("cache write", cacheWrite);
        check("long cache write", longCacheWrite);
        check("visible output", visibleOutput);
        check("reasoning", reasoning);
    }

    /// Where only two numbers are known.
    public static TokenUsage of(long input, long output) {
        return new TokenUsage(input, 0, 0, 0, output, 0);
    }

    private static void check(String part, long tokens) {
        if (tokens < 0 || tokens > ABSURD) {
            throw new IllegalArgumentException(
                    part + ": " + tokens + " tokens (expected: 0 to " + ABSURD + ")");
        }
    }

    /// Tokens of the whole prompt.
    public long input() {
        return uncachedInput + cacheRead + cacheWrite + longCacheWrite;
    }

    /// Tokens of the whole answer.
    public long output() {
        return visibleOutput + reasoning;
    }

    public long total() {
        return input() + output();
    }
}
