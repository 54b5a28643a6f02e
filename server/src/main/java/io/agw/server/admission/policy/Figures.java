package io.agw.server.admission.policy;

import io.agw.bundle.model.Budget.Enforcement;
import io.agw.bundle.model.BudgetWindow;
import io.agw.server.admission.budget.BudgetRule;
import io.agw.server.admission.budget.Budgets;
import io.agw.server.admission.budget.Claim;
import io.agw.server.admission.budget.Windows;
import io.agw.server.admission.holder.Holder;
import io.agw.store.Ledger.Sum;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What agents and keys used, and how their calls went. Hours and days are those of UTC. Calls,
/// errors, tokens and dollars are in the ledger and outlive the process; how long calls took is
/// not. Thread-safe.
public final class Figures {
    private static final int MOST = 50_000;
    private static final long HOUR = 3_600;
    private static final String OTHERS = "_other";

    /// No id of a budget begins so.
    private static final BudgetRule CALLS = counting("_calls");

    private static final BudgetRule ERRORS = counting("_errors");

    private final Map<Holder, Latencies> latencies = new ConcurrentHashMap<>();
    private final Budgets budgets;
    private final InstantSource clock;

    /// @param budgets which count it
    public Figures(Budgets budgets, InstantSource clock) {
        this.budgets = budgets;
        this.clock = clock;
    }

    private static BudgetRule counting(String id) {
        return new BudgetRule(
                id,
                new Windows(false, ZoneOffset.UTC),
                Enforcement.OBSERVE,
                List.of(),
                false,
                List.of(),
                0,
                false);
    }

    void count(Holder holder, Asking.Outcome outcome) {
        var claim = new Claim(CALLS, holder.toString());
        budgets.open(List.of(claim)).settle(new Sum(outcome.nanoDollars(), outcome.tokens(), 1));
        if (outcome.failed()) {
            budgets.open(List.of(new Claim(ERRORS, holder.toString()))).settle(new Sum(0, 0, 1));
        }
        latencies(holder).add(outcome.millis(), now());
    }

    /// @return seconds since the request before; `Long.MAX_VALUE` when there was none
    long came(Holder holder) {
        long now = now();
        long before = latencies(holder).came(now);
        return before == Long.MIN_VALUE ? Long.MAX_VALUE : now - before;
    }

    /// Dollars, tokens and calls in this hour, this day and ever.
    public Map<BudgetWindow, Sum> used(Holder holder) {
        return budgets.used(new Claim(CALLS, holder.toString()));
    }

    /// Errors as turns, in this hour, this day and ever.
    public Map<BudgetWindow, Sum> errors(Holder holder) {
        return budgets.used(new Claim(ERRORS, holder.toString()));
    }

    double averageMillis(Holder holder) {
        return latencies(holder).average(now());
    }

    double p95Millis(Holder holder) {
        return latencies(holder).within(0.95, now());
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private Latencies latencies(Holder holder) {
        var found = latencies.get(holder);
        if (found != null) {
            return found;
        }
        if (latencies.size() >= MOST) {
            long before = now() - HOUR;
            latencies.values().removeIf(each -> each.isIdleSince(before));
        }
        var key = latencies.size() < MOST ? holder : new Holder(holder.type(), OTHERS);
        return latencies.computeIfAbsent(key, _ -> new Latencies());
    }
}
