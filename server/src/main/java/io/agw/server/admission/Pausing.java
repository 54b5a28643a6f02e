package io.agw.server.admission;

import io.agw.server.admission.budget.Budgets;
import io.agw.server.admission.budget.Exceeded;
import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.pause.Pause;
import io.agw.server.admission.pause.Pauses;
import io.agw.server.admission.rule.AdmissionRules;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who is paused, by whatever it may be, and how an operator pauses and resumes. Thread-safe.
///
/// @param rules those that serve
public record Pausing(Pauses pauses, Budgets budgets, Supplier<AdmissionRules> rules) {
    /// Pauses an agent or a key.
    ///
    /// @param until when it ends by itself; null for never
    /// @throws io.agw.store.StoreException when it cannot be written down
    public void pause(Holder holder, Pauses.Told told, @Nullable Instant until) {
        pauses.byHand(holder, told, until);
    }

    /// Ends every pause of an agent or a key. What a budget has not left stays refused.
    ///
    /// @throws io.agw.store.StoreException when it cannot be written down
    public void resume(Holder holder, String actor) {
        var ofBudgets = budgets.pausing(rules.get().budgets(List.of(holder)));
        pauses.resume(holder, ofBudgets.stream().map(Exceeded::resume).toList(), actor);
    }

    /// What pauses an agent or a key now; null for nothing.
    public @Nullable Paused of(Holder holder) {
        var pause = pauses.of(holder);
        if (pause != null) {
            return new Paused.Said(pause);
        }
        return budgets.pausing(rules.get().budgets(List.of(holder))).stream()
                .findFirst()
                .map(Paused.Spent::new)
                .orElse(null);
    }

    /// Why somebody may do nothing.
    public sealed interface Paused {
        /// Somebody said so.
        record Said(Pause pause) implements Paused {}

        /// A budget is used up.
        record Spent(Exceeded exceeded) implements Paused {}
    }
}
