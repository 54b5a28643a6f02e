package io.agw.bundle.options;

import io.agw.bundle.model.Default;
import io.agw.bundle.model.Doc;
import io.agw.bundle.model.Matching;
import io.agw.bundle.model.Word;
import org.jspecify.annotations.Nullable;

/// Options of the `azure-openai` type.
public record AzureOpenAiOptions(
        @Doc(
                        "Version of the older API by deployment, `2024-10-21`; absent: the v1 API, which has none.")
                @Matching(value = "[A-Za-z0-9.-]+", expected = "like 2024-10-21")
                @Nullable String apiVersion,
        @Doc("Header that carries the key; `authorization` is for tokens of Microsoft Entra.")
                @Default("api-key")
                ApiKeyHeader apiKeyHeader) {
    /// Header that carries the key.
    public enum ApiKeyHeader {
        @Word("api-key")
        API_KEY,
        AUTHORIZATION
    }
}
