package io.agw.bundle.options;

import io.agw.bundle.model.Default;
import io.agw.bundle.model.Doc;
import io.agw.bundle.model.Word;

/// Options of the `vertex` type.
public record VertexOptions(
        @Doc("Google Cloud project that is billed.") String project,
        @Doc("Where models run, `europe-west4`; `global` lets Google choose.") @Default("global")
                String location,
        @Doc("Header that carries a key that is no service account's JSON.")
                @Default("authorization")
                ApiKeyHeader apiKeyHeader) {
    /// Header that carries the key.
    public enum ApiKeyHeader {
        AUTHORIZATION,
        @Word("x-goog-api-key")
        X_GOOG_API_KEY
    }
}
