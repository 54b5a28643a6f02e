package io.agw.bundle.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// When a model of a provider is left alone for a while. Each model of each provider has a breaker
/// of its own; this says by which rule.
@Doc("When models of a provider are left alone for a while, because calls to them fail.")
public record CircuitBreaker(
        @Doc("Unique id.") @Identifier String id,
        @Doc("What the breaker is for.") @Nullable String description,
        @Doc("A disabled breaker never opens.") @Default("false") boolean disabled,
        @Doc(
                        "Whose calls it watches: `{type: provider, id: …}`, or `*` for each provider that no other breaker names.")
                Subject subject,
        @Doc("Failures within the window that open it.") @Default("5") @Limits(min = 1, max = 1000)
                int errorThreshold,
        @Doc("Least share of the window's calls, in percent, that the failures must be.")
                @Default("20")
                @Limits(min = 0, max = 100)
                int errorPercent,
        @Doc("How long a call counts.") @Default("1m") Duration window,
        @Doc("How long it stays open the first time; each relapse doubles it.") @Default("30s")
                Duration resetTimeout,
        @Doc("Longest time it stays open.") @Default("5m") Duration maxResetTimeout,
        @Doc("Calls let through at a time to find out, and successes that close it.")
                @Default("3")
                @Limits(min = 1, max = 100)
                int halfOpenRequests,
        @Doc("Whether 408 and 429 count as failures.") @Default("false") @Name("count_429")
                boolean countLimits,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.CIRCUIT_BREAKER, id);
    }
}
