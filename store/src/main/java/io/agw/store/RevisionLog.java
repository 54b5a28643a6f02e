package io.agw.store;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.plan.Origin;
import io.agw.bundle.plan.Owner;
import java.util.List;
import java.util.Optional;

/// The log of applies, with what is needed to go back to one. Thread-safe.
public interface RevisionLog {
    /// The newest entries of an owner first.
    List<Revision> list(Owner owner, int limit);

    Optional<Revision> find(long id);

    /// All objects that the owner held after that revision, secrets as references where they had
    /// one and as stored digests where not, with their origins. Empty when the entry is gone.
    Optional<List<RecordedObject>> objects(long id);

    /// An object as a revision left it.
    record RecordedObject(CanonicalObject object, Origin origin) {}
}
