package io.agw.bundle.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When and how often a failed call to a provider is repeated.
public record Retry(
        @Doc("Further attempts; 0 means none, absent: `network.max_retries`.")
                @Limits(min = 0, max = 5)
                @Nullable Integer maxRetries,
        @Doc("Longest first pause, for example `1s`; absent: `network.retry_delay_seconds`.")
                @Nullable Duration initialDelay,
        @Doc("Longest pause.") @Default("8s") Duration maxDelay,
        @Doc("How much longer each further pause may be.") @Default("2") @Limits(min = 1, max = 10)
                int multiplier,
        @Doc("Statuses that are worth another attempt; only 408, 425, 429 and 5xx can be.")
                @Default("[408, 429, 500, 502, 503, 504, 529]")
                @Unordered
                List<Integer> retryStatuses) {
    public Retry {
        retryStatuses = List.copyOf(retryStatuses);
    }
}
