package io.agw.server.admission.budget;

import io.agw.bundle.model.BudgetWindow;
import io.agw.server.admission.pause.Limit;

/// One limit of a budget.
///
/// @param most of the measure within the window
public record Cap(BudgetWindow window, Measure measure, long most) {
    /// The same limit of whoever comes under it.
    Limit of(Claim claim) {
        return new Limit(claim.rule().id(), claim.holder(), window.word(), measure.word());
    }
}
