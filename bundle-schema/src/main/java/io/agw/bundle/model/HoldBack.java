package io.agw.bundle.model;

import java.time.Duration;

/// How far a stream is held back until its upstream has proven itself.
public record HoldBack(
        @Doc("Tokens, or what comes in one event, that prove it.")
                @Default("1")
                @Limits(min = 1, max = 100)
                int tokens,
        @Doc("Longest wait for them; then another provider is asked.") @Default("10s")
                Duration maxWait,
        @Doc("Most bytes held; more prove it too.") @Default("65536") @Limits(min = 1, max = 262144)
                int maxBytes) {}
