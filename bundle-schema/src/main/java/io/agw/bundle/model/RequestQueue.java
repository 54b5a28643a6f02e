package io.agw.bundle.model;

/// Where requests wait that a limit does not admit at once.
public record RequestQueue(
        @Doc("How long a request waits at most, in milliseconds; then it is refused.")
                @Limits(min = 0, max = 60_000)
                int maxWaitMs,
        @Doc("How many requests of one subject wait at most; one more is refused at once.")
                @Limits(min = 1, max = 10_000)
                int maxDepth) {}
