package io.agw.store;

import org.jspecify.annotations.Nullable;

/// Who made a response that an upstream keeps, so that what is asked of it later goes there.
///
/// @param responseId as the upstream calls it
/// @param keyId virtual key that it was made for; null when none was needed
/// @param providerId provider that made it
/// @param credentialId credential with which it was made; empty for the provider's own
public record ResponseOrigin(
        String responseId, @Nullable String keyId, String providerId, String credentialId) {}
