package io.agw.reconciler.loop;

import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.Plan;
import io.agw.reconciler.status.Condition.About;
import io.agw.reconciler.status.Failures;
import io.agw.reconciler.status.StatusBoard;
import io.agw.store.EventDraft;
import io.agw.store.Outbox;
import io.agw.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tells of what happened to a source, in the log and as events. What goes with a commit is stored
/// with it, what ends an attempt with the status. Failures of one kind are told the first time and
/// then every tenth.
final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final int EVERY = 10;

    private final Owner owner;
    private final Outbox outbox;
    private @Nullable String blockedOn;

    Notices(Owner owner, Outbox outbox) {
        this.owner = owner;
        this.outbox = outbox;
    }

    /// What a status said before an attempt.
    record Before(String revision, Failures failures, boolean drifted, boolean blocked) {
        static Before of(StatusBoard board) {
            var fetched = board.marks().fetched();
            return new Before(
                    fetched == null ? "" : fetched.revision(),
                    board.failures(),
                    board.condition(About.DRIFTED).isPresent(),
                    board.condition(About.BLOCKED).isPresent());
        }
    }

    /// What there is to tell of the end of an attempt, for whoever stores its status.
    ///
    /// @param failures as they stand after the attempt
    List<EventDraft> after(Reconciliation end, Before before, Failures failures, long attemptId) {
        var told =
                Stream.of(
                                detected(end, before, attemptId),
                                recovered(end, before, attemptId),
                                ended(end, before, failures, attemptId))
                        .flatMap(Optional::stream)
                        .toList();
        if (!(end instanceof Reconciliation.Blocked || end instanceof Reconciliation.Interrupted)) {
            blockedOn = "";
        }
        return told;
    }

    private Optional<EventDraft> detected(Reconciliation end, Before before, long attemptId) {
        return Settling.material(end)
                .map(Material::revision)
                .filter(revision -> !revision.equals(before.revision()))
                .map(revision -> {
                    LOG.info("source {}: new revision {}", owner, revision);
                    return event("RevisionDetected", about(attemptId).put("revision", revision));
                });
    }

    private Optional<EventDraft> recovered(Reconciliation end, Before before, long attemptId) {
        boolean works =
                !(end instanceof Reconciliation.Waiting
                        || end instanceof Reconciliation.Stalled
                        || end instanceof Reconciliation.Interrupted);
        if (!works || before.failures().consecutive() == 0) {
            return Optional.empty();
        }
        LOG.info("source {}: recovered", owner);
        return Optional.of(
                event(
                        "Recovered",
                        about(attemptId)
                                .put("reason", before.failures().reason())
                                .put("failures", before.failures().consecutive())));
    }

    private Optional<EventDraft> ended(
            Reconciliation end, Before before, Failures failures, long attemptId) {
        return switch (end) {
            case Reconciliation.Applied(var material, var plan, var revisionId) -> {
                LOG.info(
                        "source {}: applied {} as revision {}: {}",
                        owner,
                        material.revision(),
                        revisionId,
                        plan.counts());
                // its event was stored with the apply
                yield Optional.empty();
            }
            case Reconciliation.Waiting(var reason, var message, _, _) ->
                    failed(reason.word(), message, failures, attemptId);
            case Reconciliation.Stalled(_, var reason, var message, _) ->
                    failed(reason.word(), message, failures, attemptId);
            case Reconciliation.Blocked blocked -> blocked(blocked, before, attemptId);
            case Reconciliation.Drifted(_, var plan) ->
                    before.drifted() ? Optional.empty() : drifted(plan, attemptId);
            case Reconciliation.Unchanged _,
                    Reconciliation.Planned _,
                    Reconciliation.Held _,
                    Reconciliation.Interrupted _ ->
                    Optional.empty();
        };
    }

    private Optional<EventDraft> failed(
            String reason, String message, Failures failures, long attemptId) {
        if (failures.alike() != 1 && failures.alike() % EVERY != 0) {
            LOG.debug("source {}: {} again: {}", owner, reason, message);
            return Optional.empty();
        }
        LOG.warn("source {}: {}: {}", owner, reason, message);
        return Optional.of(
                event(
                        "Failed",
                        about(attemptId)
                                .put("reason", reason)
                                .put("message", message)
                                .put("consecutive", failures.consecutive())));
    }

    /// A plan that stays blocked is told of once; after a restart it is known from the status that
    /// one was.
    private Optional<EventDraft> blocked(
            Reconciliation.Blocked blocked, Before before, long attemptId) {
        var planId = blocked.plan().header().planId();
        var reason = blocked.reason().word();
        var on = planId + " " + reason;
        boolean known = blockedOn == null ? before.blocked() : blockedOn.equals(on);
        blockedOn = on;
        if (known) {
            return Optional.empty();
        }
        LOG.warn("source {}: plan {} blocked: {}", owner, planId, reason);
        return Optional.of(
                event("Blocked", about(attemptId).put("planId", planId).put("reason", reason)));
    }

    private Optional<EventDraft> drifted(Plan plan, long attemptId) {
        var planId = plan.header().planId();
        LOG.warn("source {}: drifted, plan {}", owner, planId);
        return Optional.of(event("DriftDetected", about(attemptId).put("planId", planId)));
    }

    /// Something that an operator did. An event that cannot be stored must not undo it: the status
    /// says the same.
    void told(String type, ObjectNode data) {
        LOG.info("source {}: {} {}", owner, type, data);
        try {
            outbox.append(event(type, data));
        } catch (StoreException e) {
            LOG.warn("source {}: event {} not stored: {}", owner, type, e.getMessage());
        }
    }

    static ObjectNode data() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode about(long attemptId) {
        return data().put("attemptId", attemptId);
    }

    private EventDraft event(String type, ObjectNode data) {
        return new EventDraft(owner.name(), type, data.toString());
    }
}
