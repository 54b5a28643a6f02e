package io.agw.server.admission;

import io.agw.server.admission.budget.Budgets;
import io.agw.server.admission.budget.Exceeded;
import io.agw.server.admission.budget.TurnBooks;
import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.pause.Pauses;
import io.agw.server.admission.policy.PoliciedTurn;
import io.agw.server.admission.policy.Policies;
import io.agw.server.admission.rate.RateLimits;
import io.agw.server.admission.rate.Rule;
import io.agw.server.admission.rule.AdmissionRules;
import io.agw.server.admission.rule.Met;
import io.agw.server.call.CallFailed;
import io.agw.server.telemetry.metrics.LimitMeters;
import io.agw.server.turn.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    private final Policies policies;
    private final Pauses pauses;
    private final LimitMeters meters;

    /// @param gates what turns meet
    public Admissions(Gates gates, LimitMeters meters) {
        this.pauses = gates.pauses();
        this.policies = gates.policies();
        this.turnstiles = new Turnstiles(gates.rates(), meters);
        this.budgets = gates.budgets();
        this.meters = meters;
    }

    /// What turns meet, in their order.
    public record Gates(Pauses pauses, Policies policies, RateLimits rates, Budgets budgets) {}

    /// The caller closes what it gets when the turn is over.
    ///
    /// @throws NotAdmitted when a limit refuses it
    /// @throws CallFailed when it was given up while it waited
    public Admission admit(AdmissionRules rules, Arrival arrival) throws NotAdmitted, CallFailed {
        checkPaused(arrival);
        if (rules.limitsNobody()) {
            return Admission.FREE;
        }
        var policied = policied(rules, arrival);
        var holders = arrival.holders();
        var books = budgets.open(rules.budgets(holders));
        var spent = books.spent();
        if (spent != null && spent.isPaused()) {
            throw new NotAdmitted(refusal(spent, arrival), Remaining.ALL);
        }
        var met = met(rules, holders, policied);
        var passed = turnstiles.pass(met, arrival);
        if (passed.waitedNanos() > 0) {
            afterWait(passed, arrival);
        }
        if (spent != null && !arrival.free()) {
            passed.undo();
            throw new NotAdmitted(refusal(spent, arrival), turnstiles.remaining(met));
        }
        return new Admission(
                new Admission.Held(passed, books, policied),
                turnstiles.remaining(met),
                calls(rules, arrival, books));
    }

    /// Lets in what the gateway asks itself, for a turn that is in: only budgets are met, and the
    /// limits of who is called. The caller closes what it gets.
    ///
    /// @throws NotAdmitted when a budget has nothing left
    public Admission admitOwn(AdmissionRules rules, Arrival arrival) throws NotAdmitted {
        if (rules.limitsNobody()) {
            return Admission.FREE;
        }
        var books = budgets.open(rules.budgets(arrival.holders()));
        books.ofAnotherTurn();
        var spent = books.spent();
        if (spent != null) {
            throw new NotAdmitted(refusal(spent, arrival), Remaining.ALL);
        }
        return new Admission(
                new Admission.Held(Turnstiles.Passed.NOTHING, books, null),
                Remaining.ALL,
                calls(rules, arrival, books));
    }

    private CallLimits calls(AdmissionRules rules, Arrival arrival, TurnBooks books) {
        return new CallLimits(turnstiles, new CallBudgets(books, arrival, meters), rules, arrival);
    }

    /// What costs nothing is no matter of policies.
    private @Nullable PoliciedTurn policied(AdmissionRules rules, Arrival arrival)
            throws NotAdmitted, CallFailed {
        if (arrival.free()) {
            return null;
        }
        var policied =
                policies.of(
                        rules.policies(), arrival.asking(), holder -> budgetUsed(rules, holder));
        if (policied == null) {
            return null;
        }
        var denial = policied.begin();
        arrival.use().matched(policied.matched());
        if (denial != null) {
            throw new NotAdmitted(PolicyRefusals.of(denial), Remaining.ALL);
        }
        checkPaused(arrival);
        if (policied.delay().isPositive()) {
            arrival.cancellation().sleep(policied.delay().toNanos());
        }
        return policied;
    }

    private double budgetUsed(AdmissionRules rules, Holder holder) {
        return budgets.standing(rules.budgets(List.of(holder))).stream()
                .flatMap(account -> account.caps().stream())
                .mapToDouble(cap -> (double) cap.used() / Math.max(1, cap.cap().most()))
                .max()
                .orElse(0);
    }

    /// The limits that are met, those of throttles last: nobody waits for these.
    private static List<Met<Rule>> met(
            AdmissionRules rules, List<Holder> holders, @Nullable PoliciedTurn policied) {
        var met = rules.rates(holders);
        if (policied == null || policied.throttles().isEmpty()) {
            return met;
        }
        var all = new ArrayList<>(met);
        for (var throttle : policied.throttles()) {
            all.add(new Met<>(throttle.rule(), throttle.holder(), Integer.MAX_VALUE));
        }
        return all;
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
