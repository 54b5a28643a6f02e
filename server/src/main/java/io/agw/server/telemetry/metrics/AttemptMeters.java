package io.agw.server.telemetry.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.concurrent.ConcurrentHashMap;

/// Calls to upstreams. Thread-safe; counting neither allocates nor formats.
public final class AttemptMeters {
    /// Providers come and go with bundles; beyond so many they are counted together.
    private static final int MOST_PROVIDERS = 1_000;

    private static final String OTHER = "_other";

    private final Counter attempts;
    private final Counter coolDowns;
    private final Counter leftOut;
    private final ConcurrentHashMap<String, ConcurrentHashMap<String, CounterDataPoint>> providers =
            new ConcurrentHashMap<>();

    public AttemptMeters(Meters meters) {
        attempts =
                Counter.builder()
                        .name("agw_upstream_attempts_total")
                        .help("Calls to upstreams that are over, by what came of them.")
                        .labelNames("provider", "outcome")
                        .withoutExemplars()
                        .register(meters.registry());
        coolDowns =
                Counter.builder()
                        .name("agw_credential_cooldowns_total")
                        .help("Credentials left alone for a while, by what the upstream said.")
                        .labelNames("provider", "status")
                        .withoutExemplars()
                        .register(meters.registry());
        leftOut =
                Counter.builder()
                        .name("agw_answers_left_out_total")
                        .help("Answers with what the client's dialect has no word for, by what.")
                        .labelNames("provider", "what")
                        .withoutExemplars()
                        .register(meters.registry());
    }

    /// A credential of a provider is left alone for a while.
    public void cooled(String provider, int status) {
        coolDowns.labelValues(label(provider), Integer.toString(status)).inc();
    }

    /// An answer had something that its client was not told.
    ///
    /// @param what one of a few words that the code fixes, such as `citations_delta`
    public void leftOut(String provider, String what) {
        leftOut.labelValues(label(provider), what).inc();
    }

    private String label(String provider) {
        return providers.containsKey(provider) ? provider : OTHER;
    }

    /// An attempt is over.
    ///
    /// @param outcome `ok`, or one of a few words that the code fixes
    public void ended(String provider, String outcome) {
        var outcomes = providers.get(provider);
        var counter = outcomes == null ? null : outcomes.get(outcome);
        if (counter == null) {
            counter = open(provider, outcome);
        }
        counter.inc();
    }

    private CounterDataPoint open(String provider, String outcome) {
        boolean fits = providers.size() < MOST_PROVIDERS || providers.containsKey(provider);
        var label = fits ? provider : OTHER;
        return providers
                .computeIfAbsent(label, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(outcome, word -> attempts.labelValues(label, word));
    }
}
