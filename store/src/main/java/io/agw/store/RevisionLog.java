package io.agw.store;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.plan.Origin;
import io.agw.bundle.plan.Owner;
import java.util.List;
import java.util.Optional;

/// The log of applies, with what is needed to go back to one. Keeps the newest {@link #KEPT} of
/// each owner. Thread-safe.
public interface RevisionLog {
    /// How many revisions are kept of each owner.
    int KEPT = 50;

    /// The newest entries of an owner first.
    List<Revision> list(Owner owner, int limit);

    Optional<Revision> find(long id);

    /// All objects that the owner held after that revision as it had applied them, whatever an
    /// admin forced over them, with their origins. Secrets are `Stored` with the digest of that
    /// time: a commit may put them back as they are, or keep today's value by making them `Unset`.
    /// Empty when the entry is gone.
    Optional<List<RecordedObject>> objects(long id);

    /// An object as a revision left it.
    record RecordedObject(CanonicalObject object, Origin origin) {}
}
