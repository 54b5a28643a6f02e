package io.agw.server.dialect.conversation;

/// Tokens of one turn in parts that do not overlap, whatever a vendor's own numbers include.
///
/// @param uncachedInput of the prompt, neither read from a cache nor written to one, nor audio
/// @param cacheRead of the prompt, read from the vendor's cache
/// @param cacheWrite of the prompt, written to it for minutes
/// @param longCacheWrite of the prompt, written to it for an hour
/// @param audioInput of the prompt, audio that was not cached
/// @param visibleOutput of the answer, thoughts and audio excluded
/// @param reasoning of thoughts
/// @param audioOutput of the answer, audio
public record TokenUsage(
        long uncachedInput,
        long cacheRead,
        long cacheWrite,
        long longCacheWrite,
        long audioInput,
        long visibleOutput,
        long reasoning,
        long audioOutput) {
    /// No upstream reads or writes as many in one turn; what says so is not believed.
    public static final long ABSURD = 1_000_000_000L;

    public TokenUsage {
        check("uncached input", uncachedInput);
        check("cache read", cacheRead);
        check("cache write", cacheWrite);
        check("long cache write", longCacheWrite);
        check("audio input", audioInput);
        check("visible output", visibleOutput);
        check("reasoning", reasoning);
        check("audio output", audioOutput);
    }

    /// Where there is no audio.
    public TokenUsage(
            long uncachedInput,
            long cacheRead,
            long cacheWrite,
            long longCacheWrite,
            long visibleOutput,
            long reasoning) {
        this(uncachedInput, cacheRead, cacheWrite, longCacheWrite, 0, visibleOutput, reasoning, 0);
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

    /// The same tokens, of which these are audio: of what is left when caches and thoughts are
    /// taken off, as vendors count them in as well.
    public TokenUsage withAudio(long input, long output) {
        if (input <= 0 && output <= 0) {
            return this;
        }
        long heard = Math.clamp(input, 0, uncachedInput + audioInput);
        long spoken = Math.clamp(output, 0, visibleOutput + audioOutput);
        return new TokenUsage(
                uncachedInput + audioInput - heard,
                cacheRead,
                cacheWrite,
                longCacheWrite,
                heard,
                visibleOutput + audioOutput - spoken,
                reasoning,
                spoken);
    }

    /// These and others.
    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                sum(uncachedInput, other.uncachedInput),
                sum(cacheRead, other.cacheRead),
                sum(cacheWrite, other.cacheWrite),
                sum(longCacheWrite, other.longCacheWrite),
                sum(audioInput, other.audioInput),
                sum(visibleOutput, other.visibleOutput),
                sum(reasoning, other.reasoning),
                sum(audioOutput, other.audioOutput));
    }

    private static long sum(long one, long other) {
        return Math.min(one + other, ABSURD);
    }

    /// Tokens of the whole prompt.
    public long input() {
        return uncachedInput + cacheRead + cacheWrite + longCacheWrite + audioInput;
    }

    /// Tokens of the whole answer.
    public long output() {
        return visibleOutput + reasoning + audioOutput;
    }

    public long total() {
        return input() + output();
    }
}
