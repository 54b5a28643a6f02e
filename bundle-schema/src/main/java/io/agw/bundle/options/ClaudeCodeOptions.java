package io.agw.bundle.options;

import io.agw.bundle.model.Default;
import io.agw.bundle.model.Doc;
import io.agw.bundle.model.Word;

/// Options of the `claudecode` type.
public record ClaudeCodeOptions(
        @Doc("Header that carries a plain key; tokens of a login always go as `authorization`.")
                @Default("authorization")
                ApiKeyHeader apiKeyHeader,
        @Doc("Tools keep the names that clients give them; another word is refused.")
                @Default("none")
                Tools compact) {
    /// Header that carries a plain key.
    public enum ApiKeyHeader {
        AUTHORIZATION,
        @Word("x-api-key")
        X_API_KEY
    }

    /// Whose tools are renamed: nobody's.
    public enum Tools {
        NONE
    }
}
