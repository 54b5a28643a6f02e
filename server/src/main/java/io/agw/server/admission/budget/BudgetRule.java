package io.agw.server.admission.budget;

import io.agw.bundle.model.Budget;
import io.agw.bundle.model.Budget.Enforcement;
import io.agw.bundle.model.Budget.OnExceed;
import io.agw.bundle.model.Budget.UnpricedModel;
import io.agw.bundle.model.Budget.WindowType;
import java.util.ArrayList;
import java.util.List;

/// A budget as those need it who keep it.
///
/// @param caps the shortest window first within each measure
/// @param pauses whether nothing at all goes on beyond a cap, and not only what costs
/// @param thresholds shares of a cap that somebody is told of, rising
/// @param output tokens that an answer is taken to have at most, where neither request nor model
///   says so
/// @param refusesUnpriced whether a model may not be asked whose price is not known
public record BudgetRule(
        String id,
        Windows windows,
        Enforcement enforcement,
        List<Cap> caps,
        boolean pauses,
        List<Double> thresholds,
        long output,
        boolean refusesUnpriced) {
    public BudgetRule {
        caps = List.copyOf(caps);
        thresholds = List.copyOf(thresholds);
    }

    /// @param budget one that is valid
    public static BudgetRule of(Budget budget) {
        var caps = new ArrayList<Cap>();
        budget.limits()
                .given()
                .forEach((window, usd) -> caps.add(new Cap(window, Measure.DOLLARS, usd.nanos())));
        budget.tokenLimits()
                .given()
                .forEach((window, most) -> caps.add(new Cap(window, Measure.TOKENS, most)));
        budget.turnLimits()
                .given()
                .forEach((window, most) -> caps.add(new Cap(window, Measure.TURNS, most)));
        return new BudgetRule(
                budget.id(),
                new Windows(budget.windowType() == WindowType.ROLLING, budget.timezone()),
                budget.enforcement(),
                caps,
                budget.actions().contains(OnExceed.PAUSE),
                budget.alertThresholds().stream().sorted().toList(),
                budget.reserveMaxOutputTokens(),
                budget.unpriced() == UnpricedModel.DENY);
    }

    /// The same with other limits.
    BudgetRule with(List<Cap> others) {
        return new BudgetRule(
                id, windows, enforcement, others, pauses, thresholds, output, refusesUnpriced);
    }

    /// Whether what a turn may cost is set aside before it goes on.
    public boolean isHard() {
        return enforcement == Enforcement.HARD;
    }

    /// Whether it holds only when it is known how long an answer can get.
    public boolean boundsAnswers() {
        return isHard() && caps.stream().anyMatch(cap -> cap.measure() != Measure.TURNS);
    }

    /// Whether it refuses at all.
    boolean refuses() {
        return enforcement != Enforcement.OBSERVE;
    }
}
