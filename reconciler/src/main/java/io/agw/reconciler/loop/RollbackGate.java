package io.agw.reconciler.loop;

import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.Plan;
import io.agw.reconciler.apply.Gate;
import io.agw.reconciler.apply.Requester;
import io.agw.store.EventDraft;
import io.agw.store.Revision;
import java.util.List;

/// Lets a rollback pass and tells of it.
record RollbackGate(Owner owner, Requester requester, Revision to, String reason) implements Gate {
    @Override
    public Plan review(Plan plan) {
        return plan;
    }

    @Override
    public List<EventDraft> events(Plan plan) {
        var data =
                Notices.data()
                        .put("to", to.id())
                        .put("revision", to.draft().revision())
                        .put("planId", plan.header().planId())
                        .put("actor", requester.actor())
                        .put("reason", reason);
        return List.of(new EventDraft(owner.name(), "RolledBack", data.toString()));
    }
}
