package io.agw.bundle.model;

import org.jspecify.annotations.Nullable;

/// How the gateway authenticates at a Model Context Protocol server.
public record McpAuth(
        @Doc("Kind of authentication.") @Default("none") Type type,
        @Doc("Key or token.") @Nullable SecretValue apiKey,
        @Doc("User name; `basic` only.") @Nullable String username,
        @Doc("Password; `basic` only.") @Nullable SecretValue password) {
    /// Kind of authentication.
    public enum Type {
        NONE,
        API_KEY,
        BEARER,
        OAUTH2,
        BASIC
    }
}
