package io.agw.cli.output;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a command answers. Every command knows the first three; the rest belong to validation.
public enum Format {
    TABLE,
    JSON,
    YAML,
    GITHUB,
    SARIF,
    JUNIT;

    /// The word on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The format of a word; `text` is another word for `table`.
    public static Optional<Format> of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word.equals("text") ? "table" : word))
                .findFirst();
    }
}
