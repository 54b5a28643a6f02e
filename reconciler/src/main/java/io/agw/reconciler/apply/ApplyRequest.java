package io.agw.reconciler.apply;

import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.PlanOptions;
import io.agw.bundle.plan.PlanRequest.Target;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is to be applied, for whom, and how.
///
/// @param owner whose objects they are
/// @param expectedPlanId the plan that was reviewed: when planning now gives another one, nothing
///   is written; null when any plan will do
/// @param startedAt when the work began that ends in this apply, null when it begins with it
/// @param gate what the asker has to say about the plan
public record ApplyRequest(
        Owner owner,
        Requester requester,
        Purpose purpose,
        Target target,
        PlanOptions options,
        @Nullable String expectedPlanId,
        @Nullable Instant startedAt,
        Gate gate) {

    /// An apply of whatever plan comes out, with nobody to ask.
    public ApplyRequest(
            Owner owner, Requester requester, Purpose purpose, Target target, PlanOptions options) {
        this(owner, requester, purpose, target, options, null, null, Gate.OPEN);
    }

    /// The same, but only as the reviewed plan.
    public ApplyRequest expecting(String planId) {
        return new ApplyRequest(
                owner, requester, purpose, target, options, planId, startedAt, gate);
    }

    /// The same, with someone to ask about the plan.
    public ApplyRequest through(Gate asked) {
        return new ApplyRequest(
                owner, requester, purpose, target, options, expectedPlanId, startedAt, asked);
    }

    /// The same, as the end of work that began earlier.
    public ApplyRequest since(Instant start) {
        return new ApplyRequest(
                owner, requester, purpose, target, options, expectedPlanId, start, gate);
    }
}
