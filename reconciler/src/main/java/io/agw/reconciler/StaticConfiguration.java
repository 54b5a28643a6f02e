package io.agw.reconciler;

import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.Plan;
import io.agw.bundle.plan.PlanOptions.PruneCaps;
import io.agw.bundle.plan.PlanRequest.Target;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.reference.Variables;
import io.agw.reconciler.apply.Applier;
import io.agw.reconciler.apply.ApplyRequest;
import io.agw.reconciler.apply.ApplyResult;
import io.agw.reconciler.apply.Purpose;
import io.agw.reconciler.apply.Requester;
import java.util.List;

/// The source `static`: files that are read once at the start, and whose objects nobody may change
/// while the gateway runs. What they no longer declare goes.
public final class StaticConfiguration {
    private static final PruneCaps WITHOUT_CAPS = new PruneCaps(Integer.MAX_VALUE, 100, true);

    private final Applier applier;
    private final BundleLoader loader;

    /// @param applier one that knows {@link Owner#STATIC} as a source
    public StaticConfiguration(Applier applier, BundleLoader loader) {
        this.applier = applier;
        this.loader = loader;
    }

    /// Why the gateway must not start with these files.
    public sealed interface Outcome {
        /// It may: they are applied. Warnings only.
        record Applied(List<Problem> warnings) implements Outcome {}

        /// They are not valid, or declare what belongs to somebody else.
        record Refused(List<Problem> problems) implements Outcome {}

        /// The store failed.
        record Failed(String message) implements Outcome {}
    }

    /// Applies the files as they are now.
    public Outcome apply(List<SourceFile> files, Variables variables) {
        return switch (loader.load(files, variables)) {
            case Loaded.Invalid(_, var problems) -> new Outcome.Refused(problems);
            case Loaded.Valid(var bundle, var warnings) ->
                    outcome(applier.apply(request(Target.of("", bundle.objects()))), warnings);
        };
    }

    private ApplyRequest request(Target target) {
        return new ApplyRequest(
                Owner.STATIC,
                Requester.source(Owner.STATIC.name()),
                new Purpose("start", "static.apply", Owner.STATIC.name(), ""),
                target,
                applier.options().withPrune(WITHOUT_CAPS));
    }

    private static Outcome outcome(ApplyResult result, List<Problem> warnings) {
        return switch (result) {
            case ApplyResult.Applied _, ApplyResult.Unchanged _, ApplyResult.Unpublished _ ->
                    new Outcome.Applied(warnings);
            case ApplyResult.Invalid(var plan) -> refused(plan);
            case ApplyResult.Conflicted(var plan) -> refused(plan);
            case ApplyResult.Blocked(var plan) -> refused(plan);
            case ApplyResult.Stale(var plan) -> refused(plan);
            case ApplyResult.Failed(var message) -> new Outcome.Failed(message);
        };
    }

    private static Outcome refused(Plan plan) {
        return new Outcome.Refused(plan.problems());
    }
}
