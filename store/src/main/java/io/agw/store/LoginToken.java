package io.agw.store;

import io.agw.bundle.model.Secret;

/// What a login brought for a credential.
///
/// @param version another one after every write, never used again
/// @param content as it was handed in
public record LoginToken(String credentialId, long version, Secret content) {}
