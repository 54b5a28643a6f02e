package io.agw.server.dialect.conversation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the answer's text must be.
public sealed interface OutputFormat {
    /// Any text.
    record Text() implements OutputFormat {}

    /// A JSON object, whatever its members.
    record JsonObject() implements OutputFormat {}

    /// JSON that fits a schema.
    ///
    /// @param name that the client gave the schema; null when it gave none
    record JsonSchema(
            @Nullable String name,
            @Nullable String description,
            JsonNode schema,
            @Nullable Boolean strict)
            implements OutputFormat {}
}
