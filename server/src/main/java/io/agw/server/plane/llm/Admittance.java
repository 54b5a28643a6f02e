package io.agw.server.plane.llm;

import io.agw.server.admission.Admission;
import io.agw.server.admission.Admissions;
import io.agw.server.admission.Arrival;
import io.agw.server.admission.NotAdmitted;
import io.agw.server.admission.policy.Asking;
import io.agw.server.call.CallFailed;
import io.agw.server.call.Sweeper;
import io.agw.server.dispatch.Aims;
import io.agw.server.dispatch.Fault;
import io.agw.server.dispatch.Routings;
import io.agw.server.dispatch.Wording;
import io.agw.server.turn.TurnRefused;
import java.io.IOException;

/// Lets turns in, watches over them while they last, and has them give back what they held.
/// Thread-safe.
final class Admittance {
    private final Admissions admissions;
    private final Aims aims;
    private final Sweeper sweeper;
    private final LlmSettings settings;

    Admittance(Admissions admissions, Aims aims, Sweeper sweeper, LlmSettings settings) {
        this.admissions = admissions;
        this.aims = aims;
        this.sweeper = sweeper;
        this.settings = settings;
    }

    /// Has a turn served once it is let in, which may take a while.
    ///
    /// @param wording what it asks for
    /// @throws TurnRefused when the turn ends with an error that can still be sent
    /// @throws IOException when the client is gone
    void serve(LlmTurn turn, Wording wording, Work work) throws IOException {
        var watch = new TurnWatch(turn, turn.cancellation(), settings);
        sweeper.add(watch);
        try (var admission = admit(turn, wording, watch)) {
            if (admission.waitedNanos() > 0) {
                turn.log().root().put("agw.limit.waited_ms", millis(admission));
            }
            var headers = turn.shape().limits(admission.remaining(), turn.log().now());
            try {
                work.serve(
                        turn.to(HeadersSink.of(turn.sink(), headers))
                                .with(admission.clearance())
                                .to(admission.detour(), wording),
                        watch);
            } catch (TurnRefused e) {
                throw e.with(headers);
            }
        } finally {
            sweeper.remove(watch);
        }
    }

    private Admission admit(LlmTurn turn, Wording wording, TurnWatch watch) throws IOException {
        var arrival =
                new Arrival(
                        asking(turn, wording),
                        wording.streams(),
                        wording::foreseenTokens,
                        new LoggedUse(turn.log()),
                        wording.costsNothing(),
                        turn.requester().prices(),
                        watch.cancellation());
        try {
            return turn.isOwn()
                    ? admissions.admitOwn(turn.admissionRules(), arrival)
                    : admissions.admit(turn.admissionRules(), arrival);
        } catch (NotAdmitted e) {
            throw new TurnRefused(e.refusal())
                    .with(turn.shape().limits(e.remaining(), turn.log().now()));
        } catch (CallFailed e) {
            watch.checkClient();
            throw new TurnRefused(
                    watch.isShutDown()
                            ? TurnWatch.SHUTTING_DOWN
                            : UpstreamRefusal.of(new Fault.Broken(e.failure()), ""));
        }
    }

    private Asking asking(LlmTurn turn, Wording wording) {
        return new Asking(
                turn.principal().payer(),
                turn.principal().tags(),
                turn.route().id(),
                Routings.asked(turn.routing(), wording),
                wording::estimatedTokens,
                () -> aims.of(turn.routing(), wording),
                turn.log().startedAt());
    }

    private static long millis(Admission admission) {
        return admission.waitedNanos() / 1_000_000;
    }

    /// What is done for a turn that was let in.
    @FunctionalInterface
    interface Work {
        void serve(LlmTurn turn, TurnWatch watch) throws IOException;
    }
}
