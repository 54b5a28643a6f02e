package io.agw.bundle.model;

/// How one of several usable credentials is chosen.
public enum CredentialSelector {
    ROUND_ROBIN,
    FILL_FIRST
}
