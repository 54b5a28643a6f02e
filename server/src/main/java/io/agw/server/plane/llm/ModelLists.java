package io.agw.server.plane.llm;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Lists of models as vendors give them.
final class ModelLists {
    private static final String NAME_PREFIX = "models/";

    private ModelLists() {}

    /// The names in a list of any vendor: `data[].id`, or Gemini's `models[].name`.
    static List<String> names(ObjectNode list) {
        return entries(list).map(ModelLists::name).filter(name -> !name.isEmpty()).toList();
    }

    /// The entry of a model; null when it is not in the list.
    static @Nullable ObjectNode entry(ObjectNode list, String name) {
        return entries(list)
                .filter(entry -> name(entry).equals(name))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElse(null);
    }

    private static Stream<JsonNode> entries(ObjectNode list) {
        return (list.has("data") ? list.path("data") : list.path("models")).valueStream();
    }

    private static String name(JsonNode entry) {
        var name = entry.path("id").asString(entry.path("name").asString(""));
        return name.startsWith(NAME_PREFIX) ? name.substring(NAME_PREFIX.length()) : name;
    }
}
