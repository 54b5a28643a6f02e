package io.agw.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who is paused, and which pauses of budgets were ended before their time, durably. What is
/// written survives whatever becomes of the process. Thread-safe; callers block.
public interface PauseRecords {
    /// Every pause that nobody has ended, those included whose time is over.
    ///
    /// @throws StoreException when they cannot be read
    List<Pause> pauses();

    /// Writes a pause in place of the one that its subject had.
    ///
    /// @throws StoreException when it cannot be written
    void pause(Pause pause);

    /// Ends what a subject has of pauses, and keeps in mind which of budgets these are. All of it
    /// is written, or nothing.
    ///
    /// @param kind of the subject, `agent` or `virtual_key`
    /// @param id of the subject
    /// @param ofBudgets each in place of the one that was kept in mind of the same limit
    /// @throws StoreException when it cannot be written
    void resume(String kind, String id, Collection<Resumed> ofBudgets);

    /// Every pause of a budget that was ended, those included whose time is over.
    ///
    /// @throws StoreException when they cannot be read
    List<Resumed> resumed();

    /// Nobody lets the subject do anything.
    ///
    /// @param kind of the subject, `agent` or `virtual_key`
    /// @param id of the subject
    /// @param origin what paused it: `manual`, or `policy:` and the id of a policy
    /// @param reason for people, empty for none
    /// @param actor who did it, empty for the gateway itself
    /// @param until when it ends by itself; null for never
    record Pause(
            String kind,
            String id,
            String origin,
            String reason,
            String actor,
            Instant since,
            @Nullable Instant until) {}

    /// A limit of a budget that is reached and yet pauses nobody.
    ///
    /// @param holder whose use it is, such as `agent:a`
    /// @param window such as `hour`
    /// @param measure such as `dollars`
    /// @param most what the limit was
    /// @param until the end of the window; null for never
    record Resumed(
            String budgetId,
            String holder,
            String window,
            String measure,
            long most,
            @Nullable Instant until) {}
}
