package io.agw.bundle.model;

/// The known login flows.
public enum CliAuthName {
    CODEX,
    CLAUDECODE,
    GEMINI
}
