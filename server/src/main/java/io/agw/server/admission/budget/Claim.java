package io.agw.server.admission.budget;

import io.agw.store.Ledger.Purse;

/// A budget that a turn falls under.
///
/// @param holder whose use is counted, such as `virtual_key:a`
public record Claim(BudgetRule rule, String holder) {
    Purse purse() {
        return new Purse(rule.id(), rule.windows().series(), holder);
    }
}
