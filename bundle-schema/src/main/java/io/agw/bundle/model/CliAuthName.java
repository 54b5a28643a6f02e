package io.agw.bundle.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The known login flows.
public enum CliAuthName {
    CODEX,
    CLAUDECODE,
    GEMINI;

    /// Another name of {@link #CLAUDECODE}.
    public static final String CLAUDE = "claude";

    /// The name in bundles, paths and output: `codex`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The flow of a name in any case, or of another name for it.
    public static Optional<CliAuthName> of(String name) {
        var word = name.strip().toLowerCase(Locale.ROOT);
        return word.equals(CLAUDE)
                ? Optional.of(CLAUDECODE)
                : Arrays.stream(values()).filter(flow -> flow.word().equals(word)).findFirst();
    }
}
