package io.agw.store;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.Origin;
import io.agw.bundle.plan.Owner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that one transaction writes: objects, the revision entry that explains them, audit
/// rows and events for the outbox.
public record Changeset(
        List<Write> writes,
        @Nullable RevisionDraft revision,
        List<AuditDraft> audit,
        List<EventDraft> events) {
    public Changeset {
        writes = List.copyOf(writes);
        audit = List.copyOf(audit);
        events = List.copyOf(events);
    }

    /// One row to write.
    public sealed interface Write {
        ObjectKey key();

        /// Resource version that must still be current; 0 when the object must not exist.
        long expected();
    }

    /// Writes an object.
    ///
    /// @param overridden what to remember of a forced write; null clears it
    /// @param touch false where the content stays, as with an adopt of identical content: owner,
    ///   origin, override and the secrets' references are written, and neither the resource version
    ///   nor the time of the last write changes
    public record Put(
            CanonicalObject object,
            Owner owner,
            Origin origin,
            long expected,
            AppliedObject.@Nullable Overridden overridden,
            boolean touch)
            implements Write {
        @Override
        public ObjectKey key() {
            return object.key();
        }
    }

    /// Deletes an object.
    public record Remove(ObjectKey key, long expected) implements Write {}
}
