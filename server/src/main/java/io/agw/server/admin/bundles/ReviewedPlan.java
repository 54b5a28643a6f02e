package io.agw.server.admin.bundles;

import io.agw.bundle.plan.Plan;
import io.agw.reconciler.apply.Gate;
import io.agw.store.EventDraft;
import java.util.List;

/// A plan that somebody has looked at and asks for by its id: what an operator may approve is
/// approved by that.
record ReviewedPlan(String planId) implements Gate {
    @Override
    public Plan review(Plan plan) {
        if (!plan.header().planId().equals(planId)) {
            return plan;
        }
        var standing = plan.guards().stream().filter(guard -> !guard.approvable()).toList();
        return new Plan(plan.header(), plan.changes(), standing, plan.problems(), plan.overrides());
    }

    @Override
    public List<EventDraft> events(Plan plan) {
        return List.of();
    }
}
