package io.agw.server.admission.budget;

import io.agw.bundle.model.BudgetWindow;

/// One limit of a budget.
///
/// @param most of the measure within the window
public record Cap(BudgetWindow window, Measure measure, long most) {}
