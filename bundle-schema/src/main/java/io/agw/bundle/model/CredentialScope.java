package io.agw.bundle.model;

/// A place in which credentials are looked for.
public enum CredentialScope {
    MODEL_CUSTOM,
    PROVIDER_ID
}
