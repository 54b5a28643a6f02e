package io.agw.bundle.validate;

import io.agw.bundle.model.Budget;
import io.agw.bundle.model.Budget.Enforcement;
import io.agw.bundle.model.Budget.OnExceed;
import io.agw.bundle.model.Budget.UnpricedModel;
import io.agw.bundle.model.Budget.WindowType;
import io.agw.bundle.model.BudgetWindow;
import io.agw.bundle.problem.Code;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Budgets, each by itself.
final class BudgetRules {
    private static final double MOST_OF_A_LIMIT = 10;
    private static final ZoneId UTC = ZoneId.of("UTC");

    private BudgetRules() {}

    static void check(Budget budget, Report report) {
        var spend = budget.limits().given();
        var windows = new ArrayList<BudgetWindow>(spend.keySet());
        windows.addAll(budget.tokenLimits().given().keySet());
        windows.addAll(budget.turnLimits().given().keySet());
        if (windows.isEmpty()) {
            report.missing("/limits", "a limit in limits, token_limits or turn_limits at least");
        }
        limits("/limits/", spend, usd -> usd.nanos() == 0, report);
        limits("/token_limits/", budget.tokenLimits().given(), tokens -> tokens == 0, report);
        limits("/turn_limits/", budget.turnLimits().given(), turns -> turns == 0, report);
        windows(budget, Set.copyOf(windows), report);
        onExceed(budget, report);
        unpriced(budget, report);
        thresholds(budget.alertThresholds(), report);
    }

    /// Says whether a limit leaves nothing.
    private interface Nothing<T> {
        boolean is(T limit);
    }

    private static <T extends Comparable<T>> void limits(
            String pointer, Map<BudgetWindow, T> limits, Nothing<T> nothing, Report report) {
        limits.forEach((window, limit) -> {
            if (nothing.is(limit)) {
                report.invalid(
                        pointer + window.word(),
                        limit.toString(),
                        "more than 0",
                        "to refuse everything, set disabled: true at the key, team, agent, route or provider");
            }
            tightest(limits, window)
                    .filter(longer -> !nothing.is(longer.getValue()))
                    .filter(longer -> longer.getValue().compareTo(limit) < 0)
                    .ifPresent(longer ->
                            report.warning(
                                    Code.NEVER_APPLIED,
                                    pointer + window.word(),
                                    limit
                                            + " is more than the "
                                            + longer.getValue()
                                            + " of "
                                            + longer.getKey().word()
                                            + ", which is used up first",
                                    "shorter times have smaller limits"));
        });
    }

    /// The smallest limit of a longer time.
    private static <T extends Comparable<T>> Optional<Map.Entry<BudgetWindow, T>> tightest(
            Map<BudgetWindow, T> limits, BudgetWindow window) {
        return limits.entrySet().stream()
                .filter(longer -> longer.getKey().compareTo(window) > 0)
                .min(Map.Entry.comparingByValue());
    }

    private static void windows(Budget budget, Set<BudgetWindow> windows, Report report) {
        if (budget.windowType() != WindowType.ROLLING) {
            return;
        }
        if (windows.equals(Set.of(BudgetWindow.TOTAL))) {
            report.inert("/window_type", "on a total, which never ends");
        }
        if (!budget.timezone().equals(UTC)) {
            report.inert("/timezone", "with window_type: rolling");
        }
    }

    private static void onExceed(Budget budget, Report report) {
        var actions = budget.onExceed();
        if (actions.isEmpty()) {
            return;
        }
        if (budget.enforcement() == Enforcement.OBSERVE) {
            report.inert("/on_exceed", "with enforcement: observe");
            return;
        }
        boolean canBePaused = budget.subject().canBePaused();
        if (actions.contains(OnExceed.PAUSE) && !canBePaused) {
            report.invalid(
                    "/on_exceed",
                    "pause",
                    "[deny]",
                    "only a virtual_key or an agent can be paused");
        } else if (!actions.contains(OnExceed.DENY)) {
            report.invalid("/on_exceed", "pause", "[deny] or [deny, pause]");
        }
    }

    private static void unpriced(Budget budget, Report report) {
        if (budget.unpricedModel() == null) {
            return;
        }
        if (budget.limits().given().isEmpty()) {
            report.inert("/unpriced_model", "without limits of money");
        } else if (budget.enforcement() == Enforcement.OBSERVE
                && budget.unpricedModel() == UnpricedModel.DENY) {
            report.inert("/unpriced_model", "with enforcement: observe");
        }
    }

    private static void thresholds(List<Double> thresholds, Report report) {
        for (int i = 0; i < thresholds.size(); i++) {
            double share = thresholds.get(i);
            if (!(share > 0 && share <= MOST_OF_A_LIMIT)) {
                report.invalid(
                        "/alert_thresholds/" + i,
                        Double.toString(share),
                        "a share of the limit above 0, at most 10");
            }
        }
    }
}
