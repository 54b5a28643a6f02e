package io.agw.reconciler.loop;

import io.agw.bundle.plan.Change;
import io.agw.bundle.plan.Plan;
import io.agw.bundle.plan.Plan.Guard;
import io.agw.reconciler.apply.Gate;
import io.agw.reconciler.status.Control;
import io.agw.store.EventDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a source's policy and its operators have to say about a plan.
final class SourceGate implements Gate {
    static final String HISTORY_REWRITTEN = "HistoryRewritten";
    static final String APPROVAL_REQUIRED = "ApprovalRequired";

    private final ConfiguredSource configured;
    private final Material material;
    private final String previous;
    private final Supplier<Control> control;

    /// @param previous revision that history is compared with, empty when none
    SourceGate(
            ConfiguredSource configured,
            Material material,
            String previous,
            Supplier<Control> control) {
        this.configured = configured;
        this.material = material;
        this.previous = previous;
        this.control = control;
    }

    @Override
    public Plan review(Plan plan) {
        var guards = new ArrayList<>(plan.guards());
        if (plan.hasChanges()) {
            guards.addAll(policyGuards(plan));
        }
        if (control.get().isApproved(plan.header().planId())) {
            guards.removeIf(Guard::approvable);
        }
        return new Plan(plan.header(), plan.changes(), guards, plan.problems(), plan.overrides());
    }

    private List<Guard> policyGuards(Plan plan) {
        var policy = configured.policy();
        var guards = new ArrayList<Guard>();
        if (material.rewritten() && policy.onHistoryRewrite() == SourcePolicy.HistoryRewrite.HOLD) {
            guards.add(
                    new Guard(
                            HISTORY_REWRITTEN,
                            "a descendant of " + previous,
                            material.revision(),
                            true));
        }
        long deletes = deletes(plan).size();
        boolean needed =
                switch (policy.approval()) {
                    case NONE -> false;
                    case DELETES -> deletes > 0;
                    case ALL -> true;
                };
        if (needed) {
            var actual = deletes + (deletes == 1 ? " delete" : " deletes");
            guards.add(new Guard(APPROVAL_REQUIRED, "an approved plan", actual, true));
        }
        return guards;
    }

    /// Claims of the commit: whoever may push can write any name there.
    @Override
    public Map<String, String> provenance() {
        var commit = material.commit();
        return commit == null
                ? Map.of()
                : Map.of("author", commit.author(), "committer", commit.committer());
    }

    @Override
    public List<EventDraft> events(Plan plan) {
        var events = new ArrayList<EventDraft>();
        if (material.rewritten()) {
            var data = JsonNodeFactory.instance.objectNode();
            data.put("before", previous).put("after", material.revision());
            events.add(event("HistoryRewritten", data.toString()));
        }
        var deletes = deletes(plan);
        if (!deletes.isEmpty()) {
            var data = JsonNodeFactory.instance.objectNode();
            var objects = data.putArray("objects");
            deletes.forEach(objects::add);
            events.add(event("Pruned", data.toString()));
        }
        var corrected = corrected(plan);
        if (corrected != null) {
            events.add(corrected);
        }
        return events;
    }

    private @Nullable EventDraft corrected(Plan plan) {
        var data = JsonNodeFactory.instance.objectNode();
        var objects = data.putArray("objects");
        for (var change : plan.changes()) {
            if (change instanceof Change.Update update && update.applied().overridden() != null) {
                var by = update.applied().overridden();
                objects.addObject()
                        .put("object", update.key().toString())
                        .put("actor", by.actor())
                        .put("at", by.at())
                        .put("reason", by.reason());
            }
        }
        return objects.isEmpty() ? null : event("DriftCorrected", data.toString());
    }

    private EventDraft event(String type, String data) {
        return new EventDraft(configured.owner().name(), type, data);
    }

    private static List<String> deletes(Plan plan) {
        return plan.changes().stream()
                .filter(Change.Delete.class::isInstance)
                .map(change -> change.key().toString())
                .toList();
    }
}
