package io.agw.store;

import io.agw.bundle.model.Secret;
import java.util.Optional;

/// What logins brought, and renewals since. It is no configuration: an apply neither compares nor
/// replaces it. It is sealed at rest, and ends with the credential that it is of. Thread-safe.
public interface LoginTokens {
    /// What is stored of a credential, as of the last durable write. One look-up in memory: no SQL,
    /// no lock.
    Optional<LoginToken> find(String credentialId);

    /// Writes when nobody has written since, and the credential is still there; empty when not.
    ///
    /// @param expected version of what is to be replaced, 0 when nothing is
    /// @throws StoreException when the database fails; nothing was written then
    Optional<LoginToken> save(String credentialId, Secret content, long expected);
}
