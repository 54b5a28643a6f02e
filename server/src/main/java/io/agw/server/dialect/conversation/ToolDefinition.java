package io.agw.server.dialect.conversation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A tool that the model may call.
///
/// @param parameters JSON Schema of the arguments; null when the client gave none
/// @param strict whether arguments must fit the schema; null when not said
public record ToolDefinition(
        String name,
        @Nullable String description,
        @Nullable JsonNode parameters,
        @Nullable Boolean strict,
        @Nullable CacheMark cache) {}
