package io.agw.store;

import java.time.Instant;
import java.util.List;

/// What somebody may use for a time although the configuration does not allow it, durably. What is
/// written survives whatever becomes of the process. Thread-safe; callers block.
public interface AccessRecords {
    /// Everything that was written and not removed, the oldest first, those included whose time is
    /// over.
    ///
    /// @throws StoreException when it cannot be read
    List<Permit> permits();

    /// Writes one, and removes those whose time is over when it begins.
    ///
    /// @throws StoreException when it cannot be written
    void add(Permit permit);

    /// Removes one; does nothing where there is none.
    ///
    /// @throws StoreException when it cannot be written
    void remove(String id);

    /// Leave to use something.
    ///
    /// @param kind of the subject, such as `virtual_key`
    /// @param subject id of the subject
    /// @param sort of what it may use: `model`, `agent` or `route`
    /// @param pattern its name, or how names begin and `*`
    /// @param reason for people
    /// @param actor who gave it
    /// @param until when it ends
    record Permit(
            String id,
            String kind,
            String subject,
            String sort,
            String pattern,
            String reason,
            String actor,
            Instant since,
            Instant until) {}
}
