package io.agw.store;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import java.util.Optional;

/// Applied configuration. Thread-safe; reads see the last commit and never wait for a writer.
public interface ConfigStore {
    /// All objects at the last committed version. One reference read: no SQL, no lock.
    ConfigState state();

    /// Writes everything of a changeset in one transaction, or nothing.
    ///
    /// A write whose expected resource version is no longer current makes the whole changeset
    /// {@link Commit.Stale}. A secret that is `Given` is encrypted. `Unset` keeps the value stored
    /// under that pointer, whatever it is; `Stored` keeps the value of that digest, also one that
    /// only a recorded revision still holds.
    ///
    /// @throws StoreException when the database fails; nothing was written then
    /// @throws IllegalArgumentException when a key occurs twice, or when a secret is to be kept of
    ///   which no value is stored; nothing was written then
    Commit commit(Changeset changes);

    /// The object with its secrets in plain text (`Given`), for compiling a snapshot or for an
    /// admin who may see them. A `Stored` secret is found by its digest, also where only a recorded
    /// revision still holds it; a `Given` one stays as it is.
    ///
    /// @throws StoreException when a secret of that digest is not stored
    CanonicalObject reveal(CanonicalObject object);

    /// Keyed digest of a secret, comparable with `SecretValue.Stored.digest`.
    String digest(Secret secret);

    /// When the object was first and last written; empty when there is no such object.
    Optional<Timestamps> timestamps(ObjectKey key);
}
