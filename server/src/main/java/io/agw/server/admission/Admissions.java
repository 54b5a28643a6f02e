package io.agw.server.admission;

import io.agw.server.admission.budget.Budgets;
import io.agw.server.admission.budget.Exceeded;
import io.agw.server.admission.pause.Pauses;
import io.agw.server.admission.rate.RateLimits;
import io.agw.server.admission.rule.AdmissionRules;
import io.agw.server.call.CallFailed;
import io.agw.server.telemetry.metrics.LimitMeters;
import io.agw.server.turn.Refusal;

/// Lets turns in, or says why not. Thread-safe.
///
/// Whoever is paused is told so before anything else, also when what it asks for costs nothing.
///
/// A turn is let in by all limits that are for it, or by none: what it took of the first ones is
/// put back when a later one refuses it. All turns meet limits in the same order, so that two that
/// wait never wait for each other. What costs has to have room in all of its budgets besides, of
/// which each call sets aside what it may cost at most.
public final class Admissions {
    private final Turnstiles turnstiles;
    private final Budgets budgets;
    private final Pauses pauses;
    private final LimitMeters meters;

    public Admissions(Pauses pauses, RateLimits rates, Budgets budgets, LimitMeters meters) {
        this.pauses = pauses;
        this.turnstiles = new Turnstiles(rates, meters);
        this.budgets = budgets;
        this.meters = meters;
    }

    /// The caller closes what it gets when the turn is over.
    ///
    /// @throws NotAdmitted when a limit refuses it
    /// @throws CallFailed when it was given up while it waited
    public Admission admit(AdmissionRules rules, Arrival arrival) throws NotAdmitted, CallFailed {
        checkPaused(arrival);
        if (rules.limitsNobody()) {
            return Admission.FREE;
        }
        var holders = arrival.holders();
        var books = budgets.open(rules.budgets(holders));
        var spent = books.spent();
        if (spent != null && spent.isPaused()) {
            throw new NotAdmitted(refusal(spent, arrival), Remaining.ALL);
        }
        var met = rules.rates(holders);
        var passed = turnstiles.pass(met, arrival);
        if (passed.waitedNanos() > 0) {
            afterWait(passed, arrival);
        }
        if (spent != null && !arrival.free()) {
            passed.undo();
            throw new NotAdmitted(refusal(spent, arrival), turnstiles.remaining(met));
        }
        var calls =
                new CallLimits(turnstiles, new CallBudgets(books, arrival, meters), rules, arrival);
        return new Admission(passed, books, turnstiles.remaining(met), calls);
    }

    private void checkPaused(Arrival arrival) throws NotAdmitted {
        var pause = pauses.of(arrival.payer());
        if (pause != null) {
            meters.paused(pause.holder().type().word());
            throw new NotAdmitted(PauseRefusals.of(pause, arrival.at()), Remaining.ALL);
        }
    }

    /// Whoever was paused while it waited does not go on.
    private void afterWait(Turnstiles.Passed passed, Arrival arrival) throws NotAdmitted {
        try {
            checkPaused(arrival);
        } catch (NotAdmitted e) {
            passed.undo();
            throw e;
        }
    }

    private Refusal refusal(Exceeded spent, Arrival arrival) {
        meters.spent(spent.claim().rule().id(), spent.cap().window().word());
        return BudgetRefusals.of(spent, arrival.at());
    }
}
