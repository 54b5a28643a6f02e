package io.agw.reconciler.loop;

import io.agw.bundle.plan.Plan;
import io.agw.reconciler.apply.ApplyResult;
import io.agw.reconciler.apply.Purpose;
import io.agw.reconciler.apply.Requester;
import io.agw.reconciler.status.Control;
import io.agw.reconciler.status.Control.Decision;
import io.agw.reconciler.status.Control.Hold;
import io.agw.reconciler.status.Control.Suspension;
import io.agw.reconciler.status.Failures;
import io.agw.reconciler.status.Marks;
import io.agw.reconciler.status.Phase;
import io.agw.reconciler.status.StatusBoard;
import io.agw.store.AuditDraft;
import io.agw.store.Revision;
import io.agw.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What operators can do with one source. Every act is audited, and what it decides survives a
/// restart. Thread-safe.
public final class Desk {
    private final SourceLoop loop;
    private final Services services;
    private final SourceState state;
    private final Rollback rollback;

    public Desk(SourceLoop loop) {
        this.loop = loop;
        this.services = loop.services();
        this.state = loop.state();
        this.rollback = new Rollback(loop.configured(), services);
    }

    /// The status object.
    public ObjectNode status() {
        return state.json();
    }

    /// What a reconcile would do now; asks the source and writes nothing.
    public Preview plan() {
        return loop.preview();
    }

    /// Revisions of this source, the newest first.
    public List<Revision> history(int limit) {
        return services.store().revisions().list(loop.owner(), limit);
    }

    /// Asks for an attempt now.
    ///
    /// @param anew whether to fetch and render also what has not changed
    public Operated reconcile(Requester requester, boolean anew) {
        var suspension = state.control().suspendedAt(now());
        if (suspension.isPresent()) {
            return new Operated.Suspended(suspension.get().reason(), suspension.get().actor());
        }
        return stored(() -> {
            var data = Notices.data().put("force", anew);
            services.store().audit().append(act(requester, "reconcile", data));
            return new Operated.Requested(loop.request(anew));
        });
    }

    /// Waits until what a token was given for is done; false when it is not within that time.
    public boolean await(String token, Duration most) throws InterruptedException {
        return loop.awaitHandled(token, most);
    }

    /// Stops applying. What is being applied now is finished or rolled back.
    ///
    /// @param until when the source goes on by itself; null: when it is resumed
    public Operated suspend(Requester requester, String reason, @Nullable Instant until) {
        return stored(() -> {
            var now = now();
            if (until != null && !until.isAfter(now)) {
                return new Operated.Past(until, now);
            }
            var data = Notices.data().put("actor", requester.actor()).put("reason", reason);
            if (until != null) {
                data.put("until", until.toString());
            }
            state.decide(
                    control ->
                            control.suspended(
                                    new Suspension(reason, requester.actor(), now, until)),
                    List.of(act(requester, "suspend", data)));
            loop.pause(until);
            state.write(board -> board.rest(Phase.SUSPENDED));
            return done("Suspended", data);
        });
    }

    /// Goes on, at once.
    public Operated resume(Requester requester) {
        return stored(() -> {
            if (state.control().suspension() == null) {
                return new Operated.Done();
            }
            var data = Notices.data().put("actor", requester.actor());
            state.decide(Control::resumed, List.of(act(requester, "resume", data)));
            state.write(board -> board.rest(Phase.PENDING));
            loop.trigger(Trigger.RESUME);
            return done("Resumed", data);
        });
    }

    /// Lets the plan that waits be carried out in spite of its guards. Another plan, because
    /// something changed, needs an approval of its own.
    public Operated approve(Requester requester, String planId, String reason) {
        return stored(() -> {
            if (!isPending(planId)) {
                return new Operated.Unknown(planId);
            }
            var decision = new Decision(planId, requester.actor(), reason, now());
            var data = said(decision);
            state.decide(
                    control -> control.approving(decision),
                    List.of(act(requester, "approve", data)));
            loop.trigger(Trigger.APPROVAL);
            return done("Approved", data);
        });
    }

    /// Turns the plan that waits down: the gateway stays as it is until the source moves on.
    public Operated reject(Requester requester, String planId, String reason) {
        return stored(() -> {
            if (!isPending(planId)) {
                return new Operated.Unknown(planId);
            }
            var decision = new Decision(planId, requester.actor(), reason, now());
            var data = said(decision);
            state.decide(
                    control -> control.rejecting(decision),
                    List.of(act(requester, "reject", data)));
            loop.trigger(Trigger.APPROVAL);
            return done("Rejected", data);
        });
    }

    /// Ends the hold on a revision: it is applied again when the source is still there.
    public Operated release(Requester requester, String revision) {
        return stored(() -> {
            var held = state.control().holds().stream().map(Hold::revision).toList();
            if (!held.contains(revision)) {
                return new Operated.NotHeld(revision, held);
            }
            var data = Notices.data().put("actor", requester.actor()).put("revision", revision);
            state.decide(
                    control -> control.releasing(revision),
                    List.of(act(requester, "release", data)));
            loop.trigger(Trigger.APPROVAL);
            return done("Released", data);
        });
    }

    /// Goes back to what an earlier revision had applied, in one transaction, and holds the state
    /// that is left, so that the loop does not apply it again. Also while the source is suspended.
    ///
    /// @param to id of the revision; null: the one before, passing over those rolled back
    public Operated rollback(Requester requester, @Nullable Long to, String reason) {
        return stored(() -> loop.alone(() -> back(requester, to, reason)));
    }

    private Operated back(Requester requester, @Nullable Long to, String reason) {
        var revision = to == null ? rollback.previous(state.control()) : rollback.find(to);
        var purpose = new Purpose("rollback", "gitops.rollback", loop.owner().name(), reason);
        var request = revision.flatMap(r -> rollback.request(r, requester, purpose));
        if (revision.isEmpty() || request.isEmpty()) {
            return new Operated.Unknown(to == null ? "an earlier revision" : "revision " + to);
        }
        var takeBack = hold(revision.get(), requester, reason);
        var gate = new RollbackGate(loop.owner(), requester, revision.get(), reason);
        var result = services.applier().apply(request.get().through(gate));
        if (result instanceof ApplyResult.Applied(var plan, _)) {
            rolledBack(plan);
        } else if (result instanceof ApplyResult.Unchanged(var plan)) {
            rolledBack(plan);
        } else {
            takeBack.run();
        }
        return new Operated.RolledBack(result);
    }

    /// Holds the state that is left before anything else is stored: a process that ends in between
    /// goes on at its next start with what is to stand instead. What is left counts as never
    /// settled, so that releasing it applies it again.
    ///
    /// @return takes the hold back
    private Runnable hold(Revision to, Requester requester, String reason) {
        var left = state.read(StatusBoard::marks).synced();
        if (left == null) {
            return () -> {};
        }
        var earlier = state.control().holdOn(left.revision(), null);
        var hold =
                new Hold(
                        left.revision(),
                        left.digest(),
                        "rollback",
                        to.id(),
                        requester.actor(),
                        reason);
        state.decide(control -> control.holding(hold));
        state.write(board -> board.mark(board.marks().with(left.unsettled())));
        return () ->
                state.decide(control ->
                        earlier.map(control::holding)
                                .orElseGet(() -> control.releasing(left.revision())));
    }

    private void rolledBack(Plan plan) {
        loop.forget();
        state.write(board -> {
            board.mark(board.marks().with(Marks.Applied.of(plan, now())));
            board.failures(Failures.NONE);
        });
        loop.trigger(Trigger.APPROVAL);
    }

    private boolean isPending(String planId) {
        var pending = state.read(StatusBoard::findings).pending();
        return pending != null && pending.planId().equals(planId);
    }

    private static ObjectNode said(Decision decision) {
        return Notices.data()
                .put("planId", decision.planId())
                .put("actor", decision.actor())
                .put("reason", decision.reason());
    }

    private Operated done(String event, ObjectNode data) {
        loop.notices().told(event, data);
        return new Operated.Done();
    }

    private AuditDraft act(Requester requester, String act, ObjectNode data) {
        return new AuditDraft(
                requester.actor(),
                "gitops." + act,
                loop.owner().name(),
                requester.from(),
                requester.requestId(),
                data.toString());
    }

    private static Operated stored(Supplier<Operated> act) {
        try {
            return act.get();
        } catch (StoreException e) {
            return new Operated.Failed(Objects.requireNonNullElse(e.getMessage(), "store failed"));
        }
    }

    private Instant now() {
        return services.time().clock().instant();
    }
}
