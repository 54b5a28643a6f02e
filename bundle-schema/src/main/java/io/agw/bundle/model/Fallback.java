package io.agw.bundle.model;

/// Whether and how far a request moves on to further candidates.
public record Fallback(
        @Doc("Whether a failed candidate is followed by another.") @Default("false")
                boolean enabled,
        @Doc("Most moves to another candidate.") @Default("0") @Limits(min = 0, max = 5)
                int maxNum) {}
