/// Budgets: what may be used up, and what is left.
///
/// Starting point: {@link io.agw.server.admission.budget.Budgets}, which opens {@link
/// io.agw.server.admission.budget.TurnBooks} for each turn: reserve, then settle. The store's
/// ledger is where it is written down.
@NullMarked
package io.agw.server.admission.budget;

import org.jspecify.annotations.NullMarked;
