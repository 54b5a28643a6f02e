package io.agw.server.login;

/// Told of renewals. Thread-safe.
@FunctionalInterface
public interface RenewalCounts {
    /// @param authenticator `codex`, `claudecode` or `gemini`
    /// @param outcome `renewed`, `failed`, or `ended` when somebody must sign in again
    void ended(String authenticator, String outcome);
}
