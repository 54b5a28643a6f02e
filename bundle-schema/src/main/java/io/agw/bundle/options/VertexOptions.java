package io.agw.bundle.options;

import io.agw.bundle.model.Default;
import io.agw.bundle.model.Doc;
import io.agw.bundle.model.Matching;
import io.agw.bundle.model.Word;
import io.agw.bundle.upstream.HostRule;

/// Options of the `vertex` type.
public record VertexOptions(
        @Doc("Google Cloud project that is billed.")
                @Matching(value = "[A-Za-z0-9][A-Za-z0-9.:-]*", expected = "the id of a project")
                String project,
        @Doc("Where models run, `europe-west4`; `global` lets Google choose.")
                @Default("global")
                @Matching(value = HostRule.LABEL, expected = "like europe-west4, or global")
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
