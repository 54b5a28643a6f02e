package io.agw.server.telemetry.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// How often breakers change. Thread-safe.
public final class BreakerMeters {
    /// Providers come and go with bundles; beyond so many they are counted together.
    private static final int MOST_PROVIDERS = 1_000;

    private static final String OTHER = "_other";

    private final Counter changes;
    private final Set<String> providers = ConcurrentHashMap.newKeySet();

    public BreakerMeters(Meters meters) {
        changes =
                Counter.builder()
                        .name("agw_breaker_changes_total")
                        .help("Changes of the breakers of a provider's models, by new state.")
                        .labelNames("provider", "state")
                        .withoutExemplars()
                        .register(meters.registry());
    }

    /// @param state `closed`, `open` or `half_open`
    public void changed(String provider, String state) {
        boolean known = providers.contains(provider) || providers.size() < MOST_PROVIDERS;
        if (known) {
            providers.add(provider);
        }
        changes.labelValues(known ? provider : OTHER, state).inc();
    }
}
