package io.agw.reconciler.loop;

import io.agw.bundle.model.Kind;
import io.agw.bundle.plan.PlanOptions.DriftField;
import io.agw.bundle.plan.PlanOptions.PruneCaps;
import java.time.Duration;
import java.util.List;

/// Policies that differ from the defaults in one thing.
final class Policies {
    private Policies() {}

    static SourcePolicy driftEvery(SourcePolicy p, long seconds) {
        return drift(p, new SourcePolicy.Drift(Duration.ofSeconds(seconds), true, List.of()));
    }

    static SourcePolicy withoutHealing(SourcePolicy p) {
        return drift(p, new SourcePolicy.Drift(p.drift().interval(), false, List.of()));
    }

    static SourcePolicy ignoring(SourcePolicy p, String pointer) {
        return drift(
                p,
                new SourcePolicy.Drift(
                        p.drift().interval(), true, List.of(new DriftField(null, null, pointer))));
    }

    private static SourcePolicy drift(SourcePolicy p, SourcePolicy.Drift drift) {
        return new SourcePolicy(
                p.interval(),
                p.retry(),
                drift,
                p.prune(),
                p.adopt(),
                p.mode(),
                p.onHistoryRewrite(),
                p.approval(),
                p.allowedKinds(),
                p.hookSecrets());
    }

    static SourcePolicy pruning(SourcePolicy p, int mostPercent) {
        return pruning(p, new PruneCaps(10, mostPercent, false));
    }

    static SourcePolicy pruning(SourcePolicy p, PruneCaps caps) {
        return new SourcePolicy(
                p.interval(),
                p.retry(),
                p.drift(),
                new SourcePolicy.Prune(true, caps),
                p.adopt(),
                p.mode(),
                p.onHistoryRewrite(),
                p.approval(),
                p.allowedKinds(),
                p.hookSecrets());
    }

    static SourcePolicy adopting(SourcePolicy p) {
        return new SourcePolicy(
                p.interval(),
                p.retry(),
                p.drift(),
                p.prune(),
                true,
                p.mode(),
                p.onHistoryRewrite(),
                p.approval(),
                p.allowedKinds(),
                p.hookSecrets());
    }

    static SourcePolicy planOnly(SourcePolicy p) {
        return new SourcePolicy(
                p.interval(),
                p.retry(),
                p.drift(),
                p.prune(),
                p.adopt(),
                SourcePolicy.Mode.PLAN_ONLY,
                p.onHistoryRewrite(),
                p.approval(),
                p.allowedKinds(),
                p.hookSecrets());
    }

    static SourcePolicy holdingRewrites(SourcePolicy p) {
        return new SourcePolicy(
                p.interval(),
                p.retry(),
                p.drift(),
                p.prune(),
                p.adopt(),
                p.mode(),
                SourcePolicy.HistoryRewrite.HOLD,
                p.approval(),
                p.allowedKinds(),
                p.hookSecrets());
    }

    static SourcePolicy approving(SourcePolicy p, SourcePolicy.Approval approval) {
        return new SourcePolicy(
                p.interval(),
                p.retry(),
                p.drift(),
                p.prune(),
                p.adopt(),
                p.mode(),
                p.onHistoryRewrite(),
                approval,
                p.allowedKinds(),
                p.hookSecrets());
    }

    static SourcePolicy allowing(SourcePolicy p, Kind... kinds) {
        return new SourcePolicy(
                p.interval(),
                p.retry(),
                p.drift(),
                p.prune(),
                p.adopt(),
                p.mode(),
                p.onHistoryRewrite(),
                p.approval(),
                List.of(kinds),
                p.hookSecrets());
    }
}
