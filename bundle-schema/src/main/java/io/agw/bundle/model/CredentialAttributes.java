package io.agw.bundle.model;

import org.jspecify.annotations.Nullable;

/// The key of a credential and where it is to be used.
public record CredentialAttributes(
        @Doc("The key; write a reference.") @Nullable SecretValue apiKey,
        @Doc("Address used with this key instead of the provider's.") @Nullable String baseUrl) {}
