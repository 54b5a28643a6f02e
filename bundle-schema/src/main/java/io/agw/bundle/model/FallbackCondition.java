package io.agw.bundle.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Failures after which a fallback is taken: any of those that are named.
public record FallbackCondition(
        @Doc("Statuses of the provider asked before; 408, 425, 429 and 5xx.") @Unordered
                List<Integer> status,
        @Doc(
                        "Most milliseconds that those asked before may take until their first token, or the head of a whole answer; taken when they are late.")
                @Limits(min = 1, max = 7200000)
                @Nullable Integer timeoutMs,
        @Doc("Only when every remote provider of the request has failed or is left alone.")
                @Default("false")
                boolean allRemoteFailed) {
    public FallbackCondition {
        status = List.copyOf(status);
    }
}
