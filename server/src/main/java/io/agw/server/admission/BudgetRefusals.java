package io.agw.server.admission;

import io.agw.server.admission.budget.BudgetRule;
import io.agw.server.admission.budget.Exceeded;
import io.agw.server.admission.budget.Measure;
import io.agw.server.dispatch.Clearance.Prospect;
import io.agw.server.turn.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a client is told of budgets.
final class BudgetRefusals {
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private BudgetRefusals() {}

    /// @param now from which it counts when there is room again
    static Refusal of(Exceeded exceeded, Instant now) {
        var claim = exceeded.claim();
        var cap = exceeded.cap();
        var room = exceeded.roomAt();
        var message =
                "budget \""
                        + claim.rule().id()
                        + "\" for "
                        + claim.holder()
                        + (exceeded.used() >= cap.most() ? " is spent: " : " has no room for it: ")
                        + cap.measure().text(exceeded.used())
                        + " of "
                        + cap.measure().text(cap.most())
                        + " "
                        + cap.measure().word()
                        + " ("
                        + cap.window().word()
                        + ")"
                        + (room == null ? "" : " (expected: a try after " + room + ")");
        if (exceeded.isPaused()) {
            var paused = new PauseRefusals.Paused(kind(claim.holder()), message, "budget", room);
            return PauseRefusals.of(paused, now, details(exceeded));
        }
        var details = details(exceeded);
        if (room != null) {
            details.put("resets_at", room.toString());
        }
        var retryAfter = room == null ? null : Duration.between(now, room);
        return new Refusal(TOO_MANY_REQUESTS, "budget_exceeded", message, retryAfter, null)
                .with(details);
    }

    private static Map<String, String> details(Exceeded exceeded) {
        var cap = exceeded.cap();
        var details = new LinkedHashMap<String, String>();
        details.put("budget", exceeded.claim().rule().id());
        details.put("window", cap.window().word());
        var unit = cap.measure() == Measure.DOLLARS ? "usd" : cap.measure().word();
        details.put("limit_" + unit, cap.measure().text(cap.most()));
        details.put("spent_" + unit, cap.measure().text(exceeded.used()));
        return details;
    }

    /// Only keys and agents are ever paused.
    private static String kind(String holder) {
        return holder.substring(0, holder.indexOf(':'));
    }

    static Refusal unpriced(BudgetRule rule, Prospect call) {
        return new Refusal(
                        FORBIDDEN,
                        "model_unpriced",
                        "nobody knows what "
                                + (call.model() == null ? "this" : "model \"" + call.model() + "\"")
                                + " costs at provider \""
                                + call.providerId()
                                + "\", and budget \""
                                + rule.id()
                                + "\" takes nothing of unknown cost (expected: its price in"
                                + " modelPricing, or unpriced_model: allow_zero)")
                .about("model");
    }

    static Refusal unwritten() {
        return new Refusal(
                UNAVAILABLE,
                "budget_ledger_unavailable",
                "the ledger of budgets cannot be written, and without it nothing is spent"
                        + " (expected: a later try)",
                Duration.ofSeconds(1));
    }
}
