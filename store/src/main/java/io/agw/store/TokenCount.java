package io.agw.store;

/// Tokens of one turn in parts that do not overlap.
///
/// @param uncachedInput of the prompt, in none of its other parts
/// @param cacheRead of the prompt, read from the vendor's cache
/// @param cacheWrite of the prompt, written to it for minutes
/// @param longCacheWrite of the prompt, written to it for an hour
/// @param audioInput of the prompt, audio
/// @param visibleOutput of the answer, in none of its other parts
/// @param reasoning of thoughts
/// @param audioOutput of the answer, audio
public record TokenCount(
        long uncachedInput,
        long cacheRead,
        long cacheWrite,
        long longCacheWrite,
        long audioInput,
        long visibleOutput,
        long reasoning,
        long audioOutput) {
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
