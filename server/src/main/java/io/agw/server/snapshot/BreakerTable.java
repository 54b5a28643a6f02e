package io.agw.server.snapshot;

import io.agw.bundle.model.CircuitBreaker;
import io.agw.bundle.model.Subject;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which circuit breaker is for which provider. Immutable.
public final class BreakerTable {
    private final Map<String, CircuitBreaker> byProvider;

    private BreakerTable(Map<String, CircuitBreaker> byProvider) {
        this.byProvider = byProvider;
    }

    /// @param breakers of which no two are for the same provider
    static BreakerTable of(Collection<CircuitBreaker> breakers) {
        return new BreakerTable(
                breakers.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        each -> each.subject().id(), each -> each)));
    }

    /// The one that names the provider, else the one for each; null when there is neither.
    public @Nullable CircuitBreaker of(String providerId) {
        var own = byProvider.get(providerId);
        return own == null ? byProvider.get(Subject.EACH) : own;
    }
}
