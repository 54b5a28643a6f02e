package io.agw.reconciler.apply;

import io.agw.bundle.plan.Plan;
import io.agw.bundle.plan.PlanJson;
import io.agw.store.AuditDraft;
import io.agw.store.Changeset;
import io.agw.store.EventDraft;
import io.agw.store.RevisionDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A plan as one transaction: what it writes, and what remains of it in the logs.
final class Changesets {
    private final PlanJson plans;

    Changesets(PlanJson plans) {
        this.plans = plans;
    }

    /// A plan without changes may still bring bookkeeping up to date; that leaves no trace.
    Changeset of(
            ApplyRequest request,
            Plan plan,
            List<Changeset.Write> writes,
            Instant start,
            Instant now) {
        if (!plan.hasChanges()) {
            return new Changeset(writes, null, List.of(), List.of());
        }
        var counts = plan.counts();
        var revision =
                new RevisionDraft(
                        request.owner(),
                        request.requester().actor(),
                        request.purpose().trigger(),
                        plan.header().targetRevision(),
                        plan.header().targetDigest(),
                        plans.text(plan, PlanJson.Unchanged.COUNTED),
                        counts,
                        Duration.between(start, now));
        var events = new ArrayList<EventDraft>();
        events.add(
                new EventDraft(
                        request.owner().name(),
                        "Applied",
                        facts(request, plan, counts).toString()));
        events.addAll(request.gate().events(plan));
        return new Changeset(writes, revision, List.of(audit(request, plan, counts)), events);
    }

    private static AuditDraft audit(ApplyRequest request, Plan plan, Map<String, Integer> counts) {
        var requester = request.requester();
        var purpose = request.purpose();
        return new AuditDraft(
                requester.actor(),
                purpose.action(),
                purpose.subject(),
                requester.from(),
                requester.requestId(),
                facts(request, plan, counts).toString());
    }

    private static ObjectNode facts(ApplyRequest request, Plan plan, Map<String, Integer> counts) {
        var facts = JsonNodeFactory.instance.objectNode();
        facts.put("planId", plan.header().planId());
        facts.put("revision", plan.header().targetRevision());
        facts.put("trigger", request.purpose().trigger());
        facts.put("actor", request.requester().actor());
        if (!request.purpose().reason().isEmpty()) {
            facts.put("reason", request.purpose().reason());
        }
        request.gate().provenance().forEach(facts::put);
        var changes = facts.putObject("counts");
        counts.forEach(changes::put);
        return facts;
    }
}
