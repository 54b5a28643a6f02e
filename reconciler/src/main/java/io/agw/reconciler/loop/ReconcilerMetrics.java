package io.agw.reconciler.loop;

import io.agw.bundle.plan.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a loop counts and measures. Telemetry implements it; implementations are thread-safe and
/// quick. Sources are few and configured, so they may be labels; revisions are not, but for an info
/// metric.
public interface ReconcilerMetrics {
    /// Counts nothing.
    ReconcilerMetrics NONE =
            new ReconcilerMetrics() {
                @Override
                public void reconciled(Owner source, String result, Trigger trigger) {}

                @Override
                public void took(Owner source, Step step, Duration time) {}

                @Override
                public void changed(Owner source, Map<String, Integer> counts) {}

                @Override
                public void driftDetected(Owner source) {}

                @Override
                public void hookCalled(String source, String result) {}

                @Override
                public void stands(Owner source, Standing standing) {}
            };

    /// `agw_gitops_reconcile_total`.
    ///
    /// @param result `applied`, `unchanged`, `blocked`, …
    void reconciled(Owner source, String result, Trigger trigger);

    /// `agw_gitops_reconcile_duration_seconds`.
    void took(Owner source, Step step, Duration time);

    /// `agw_gitops_changes_total`, by the words of a plan.
    void changed(Owner source, Map<String, Integer> counts);

    /// `agw_gitops_drift_detected_total`.
    void driftDetected(Owner source);

    /// `agw_gitops_webhook_requests_total`.
    ///
    /// @param source a configured source, or empty for one that is not
    void hookCalled(String source, String result);

    /// The gauges of a source, whenever one of them may have changed.
    void stands(Owner source, Standing standing);

    /// How a source stands.
    ///
    /// @param stalled reason while it is stalled, else null
    /// @param revision applied last, empty when none
    /// @param lastSuccess when the gateway was last known to agree with the source
    /// @param owned objects that it owns
    /// @param drifted objects that differ behind its back
    /// @param pendingDeletes objects that a waiting plan would delete
    record Standing(
            boolean ready,
            boolean suspended,
            @Nullable String stalled,
            String revision,
            @Nullable Instant lastSuccess,
            int consecutiveFailures,
            @Nullable Instant nextAttempt,
            int owned,
            int drifted,
            int pendingDeletes) {}
}
