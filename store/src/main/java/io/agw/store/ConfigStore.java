package io.agw.store;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import io.agw.bundle.plan.AppliedObject;

/// Applied configuration. Thread-safe; reads see the last commit and never wait for a writer.
public interface ConfigStore {
    /// All objects at the last committed version. Cheap: no SQL unless the state changed.
    ConfigState state();

    /// Writes everything of a changeset in one transaction, or nothing.
    ///
    /// A write in it whose expected resource version is no longer current makes the whole changeset
    /// {@link Commit.Stale}. Secrets that are `Given` are encrypted, `Unset` ones keep the stored
    /// value.
    ///
    /// @throws StoreException when the database fails; nothing was written then
    Commit commit(Changeset changes);

    /// The object with its secrets in plain text, for compiling a snapshot or for an admin who may
    /// see them.
    CanonicalObject reveal(AppliedObject object);

    /// Keyed digest of a secret, comparable with `SecretValue.Stored.digest`.
    String digest(Secret secret);

    /// When the object was first and last written.
    Timestamps timestamps(ObjectKey key);
}
