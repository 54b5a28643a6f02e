package io.agw.bundle.model;

import java.util.List;

/// Whether and how far a request moves on to further candidates.
public record Fallback(
        @Doc("Whether a failed candidate is followed by another.") @Default("false")
                boolean enabled,
        @Doc("Most moves to another candidate.") @Default("0") @Limits(min = 0, max = 5) int maxNum,
        @Doc("What is asked, in order, when all candidates have failed; each once.")
                @Limits(max = 5)
                List<FallbackStep> chain) {
    public Fallback {
        chain = List.copyOf(chain);
    }
}
