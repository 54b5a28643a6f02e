package io.agw.reconciler.loop;

import io.agw.bundle.plan.Owner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Measures the steps of a source's attempts.
record Stopwatch(Owner source, InstantSource clock, ReconcilerMetrics metrics) {
    <T> T time(Step step, Supplier<T> work) {
        var start = clock.instant();
        try {
            return work.get();
        } finally {
            metrics.took(source, step, Duration.between(start, clock.instant()));
        }
    }
}
