package io.agw.bundle.model;

/// Agents that can be started.
public enum AcpAgentType {
    CODEX,
    OPENCODE
}
