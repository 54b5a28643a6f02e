package io.agw.store;

import java.time.Instant;
import java.util.List;

/// Limits of budgets that somebody has changed for a time, durably. What is written survives
/// whatever becomes of the process. Thread-safe; callers block.
public interface BudgetRecords {
    /// Everything that was written and not removed, those included whose time is over.
    ///
    /// @throws StoreException when it cannot be read
    List<Changed> changed();

    /// Writes one in place of the one of the same limit, and removes those whose time is over when
    /// it begins.
    ///
    /// @throws StoreException when it cannot be written
    void change(Changed changed);

    /// Removes all of a budget; does nothing where there are none.
    ///
    /// @throws StoreException when it cannot be written
    void restore(String budgetId);

    /// Another limit in place of the one that the configuration says.
    ///
    /// @param window such as `hour`
    /// @param measure such as `dollars`
    /// @param most of it: nano-dollars, tokens or turns
    /// @param reason for people
    /// @param actor who changed it
    /// @param until when the configuration counts again
    record Changed(
            String budgetId,
            String window,
            String measure,
            long most,
            String reason,
            String actor,
            Instant since,
            Instant until) {}
}
