package io.agw.bundle.model;

import java.util.List;

/// Settings of the `codex` agent.
public record CodexSettings(
        @Doc("How it is run; only `adapter`.") @Default("adapter") Mode mode,
        @Doc("Adapter program; its file name must be `codex-acp`.") @Default("codex-acp")
                String adapterCommand,
        @Doc("Arguments of the adapter.") List<String> adapterArgs) {
    public CodexSettings {
        adapterArgs = List.copyOf(adapterArgs);
    }

    /// How codex is run.
    public enum Mode {
        ADAPTER
    }
}
