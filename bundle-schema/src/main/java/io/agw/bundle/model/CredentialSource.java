package io.agw.bundle.model;

/// Whose key a provider is called with.
public enum CredentialSource {
    /// The gateway's: managed credentials and the provider's own key.
    GATEWAY,
    /// The client's own, which it shows beside its virtual key.
    CALLER
}
