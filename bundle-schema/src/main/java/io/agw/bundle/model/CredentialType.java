package io.agw.bundle.model;

/// What a credential is.
public enum CredentialType {
    API_KEY,
    CLIAUTH_TOKEN
}
