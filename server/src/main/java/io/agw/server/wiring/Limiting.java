package io.agw.server.wiring;

import io.agw.server.access.Permits;
import io.agw.server.admin.AdminApi;
import io.agw.server.admission.Admissions;
import io.agw.server.admission.Pausing;
import io.agw.server.admission.budget.Budgets;
import io.agw.server.admission.budget.ChangedCaps;
import io.agw.server.admission.pause.Pauses;
import io.agw.server.admission.policy.Figures;
import io.agw.server.admission.policy.Policies;
import io.agw.server.admission.rate.RateLimits;
import io.agw.server.admission.rule.AdmissionRules;
import io.agw.server.alert.Webhooks;
import io.agw.server.hook.Hooks;
import io.agw.store.Store;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What lets turns in or keeps them out. Owns the writer of the ledger, and what waits for
/// webhooks.
///
/// @param gates what turns meet
/// @param figures what policies go by
record Limiting(Admissions.Gates gates, Figures figures, Webhooks webhooks)
        implements AutoCloseable {
    static Limiting of(Store store, Instruments instruments, Hooks hooks, InstantSource clock) {
        var pauses = new Pauses(store.pauses(), clock, new PauseNotices(store.outbox()));
        var budgets =
                new Budgets(
                        store.ledger(),
                        clock,
                        new BudgetAlerts(store.outbox(), instruments.limits()),
                        pauses,
                        new ChangedCaps(store.budgets(), clock));
        var webhooks =
                new Webhooks(hooks, Webhooks.usualPauses(), instruments.policies()::delivered);
        var figures = new Figures(budgets, clock);
        var policies =
                new Policies(
                        figures,
                        pauses,
                        clock,
                        new PolicyNotices(store.outbox(), instruments.policies(), webhooks));
        return new Limiting(
                new Admissions.Gates(pauses, policies, new RateLimits(System::nanoTime), budgets),
                figures,
                webhooks);
    }

    /// Limits and what was used of them.
    ///
    /// @param permits what somebody may use for a time besides
    /// @param rules those that serve
    AdminApi.Limits view(Permits permits, Supplier<AdmissionRules> rules) {
        var budgets = gates.budgets();
        return new AdminApi.Limits(
                gates.rates(),
                budgets,
                new Pausing(gates.pauses(), budgets, rules),
                permits,
                figures,
                rules);
    }

    void start() {
        gates.pauses().start();
        gates.budgets().start();
    }

    @Override
    public void close() {
        webhooks.close();
        gates.budgets().close();
    }
}
