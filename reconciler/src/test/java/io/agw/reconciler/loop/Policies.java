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
        var draft = new Draft(p);
        draft.drift = drift;
        return draft.policy();
    }

    static SourcePolicy pruning(SourcePolicy p, int mostPercent) {
        return pruning(p, new PruneCaps(10, mostPercent, false));
    }

    static SourcePolicy pruning(SourcePolicy p, PruneCaps caps) {
        var draft = new Draft(p);
        draft.prune = new SourcePolicy.Prune(true, caps);
        return draft.policy();
    }

    static SourcePolicy adopting(SourcePolicy p) {
        var draft = new Draft(p);
        draft.adopt = true;
        return draft.policy();
    }

    static SourcePolicy planOnly(SourcePolicy p) {
        var draft = new Draft(p);
        draft.mode = SourcePolicy.Mode.PLAN_ONLY;
        return draft.policy();
    }

    static SourcePolicy holdingRewrites(SourcePolicy p) {
        var draft = new Draft(p);
        draft.onHistoryRewrite = SourcePolicy.HistoryRewrite.HOLD;
        return draft.policy();
    }

    static SourcePolicy approving(SourcePolicy p, SourcePolicy.Approval approval) {
        var draft = new Draft(p);
        draft.approval = approval;
        return draft.policy();
    }

    static SourcePolicy allowing(SourcePolicy p, Kind... kinds) {
        var draft = new Draft(p);
        draft.allowedKinds = List.of(kinds);
        return draft.policy();
    }

    private static final class Draft {
        private final SourcePolicy base;
        private SourcePolicy.Drift drift;
        private SourcePolicy.Prune prune;
        private boolean adopt;
        private SourcePolicy.Mode mode;
        private SourcePolicy.HistoryRewrite onHistoryRewrite;
        private SourcePolicy.Approval approval;
        private List<Kind> allowedKinds;

        Draft(SourcePolicy base) {
            this.base = base;
            this.drift = base.drift();
            this.prune = base.prune();
            this.adopt = base.adopt();
            this.mode = base.mode();
            this.onHistoryRewrite = base.onHistoryRewrite();
            this.approval = base.approval();
            this.allowedKinds = base.allowedKinds();
        }

        SourcePolicy policy() {
            return new SourcePolicy(
                    base.interval(),
                    base.retry(),
                    drift,
                    prune,
                    adopt,
                    mode,
                    onHistoryRewrite,
                    approval,
                    allowedKinds,
                    base.hookSecrets());
        }
    }
}
