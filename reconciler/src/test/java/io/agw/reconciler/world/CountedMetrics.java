package io.agw.reconciler.world;

import io.agw.bundle.plan.Owner;
import io.agw.reconciler.loop.ReconcilerMetrics;
import io.agw.reconciler.loop.Step;
import io.agw.reconciler.loop.Trigger;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts what a loop reports. Used from one thread.
public final class CountedMetrics implements ReconcilerMetrics {
    private final Map<String, Integer> counts = new HashMap<>();
    private @Nullable Standing standing;
    private int failing;

    /// Lets that many of the next reports on attempts and standings fail.
    public void fail(int reports) {
        failing = reports;
    }

    private void mayFail() {
        if (failing > 0) {
            failing--;
            throw new IllegalStateException("a defect");
        }
    }

    @Override
    public void reconciled(Owner source, String result, Trigger trigger) {
        mayFail();
        counts.merge("result " + result, 1, Integer::sum);
        counts.merge("trigger " + trigger.word(), 1, Integer::sum);
    }

    @Override
    public void took(Owner source, Step step, Duration time) {
        counts.merge("step " + step.word(), 1, Integer::sum);
    }

    @Override
    public void changed(Owner source, Map<String, Integer> changes) {
        changes.forEach((op, count) -> counts.merge("change " + op, count, Integer::sum));
    }

    @Override
    public void driftDetected(Owner source) {
        counts.merge("drift", 1, Integer::sum);
    }

    @Override
    public void hookCalled(String source, String result) {
        counts.merge("hook " + result, 1, Integer::sum);
    }

    @Override
    public void stands(Owner source, Standing now) {
        mayFail();
        standing = now;
    }

    public int of(String name) {
        return counts.getOrDefault(name, 0);
    }

    public Standing standing() {
        if (standing == null) {
            throw new AssertionError("nothing was reported");
        }
        return standing;
    }
}
