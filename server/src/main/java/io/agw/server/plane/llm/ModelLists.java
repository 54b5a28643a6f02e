package io.agw.server.plane.llm;

import io.agw.server.dialect.ModelName;
import io.agw.server.dispatch.Routing;
import io.agw.server.provider.ModelPages;
import io.agw.server.snapshot.Snapshot;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lists of models as vendors give them.
final class ModelLists {
    private ModelLists() {}

    /// The names in a list of any vendor: `data[].id`, or Gemini's `models[].name`.
    static List<String> names(ModelPages pages) {
        return pages.entries()
                .map(ModelLists::name)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /// The entry of a model; null when it is not in the list.
    static @Nullable ObjectNode entry(ModelPages pages, String name) {
        return pages.entries()
                .filter(entry -> name(entry).equals(name))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElse(null);
    }

    /// All pages as the one page of a list.
    ///
    /// @param pages objects, at least one, which are used up
    /// @param shown which names are listed
    static ObjectNode joined(ModelPages pages, Predicate<String> shown) {
        var list = (ObjectNode) pages.first();
        var all = pages.entries().filter(entry -> shown.test(name(entry))).toList();
        list.remove("nextPageToken");
        if (list.has("has_more")) {
            list.put("has_more", false);
        }
        if (list.has("last_id")) {
            list.set("first_id", all.isEmpty() ? null : all.getFirst().path("id"));
            list.set("last_id", all.isEmpty() ? null : all.getLast().path("id"));
        }
        if ((list.has("data") ? list.get("data") : list.get("models")) instanceof ArrayNode data) {
            data.removeAll().addAll(all);
        }
        return list;
    }

    /// The models of a route's provider that the configuration names, its default model first.
    static List<String> configured(Snapshot snapshot, Routing.Direct direct) {
        var provider = direct.target().providerId();
        var usual = direct.defaultModel();
        var managed = usual == null ? null : snapshot.managedModel(provider, usual);
        return Stream.concat(
                        Stream.ofNullable(managed == null || managed.enabled() ? usual : null),
                        snapshot.modelNames(provider).stream())
                .distinct()
                .toList();
    }

    private static String name(JsonNode entry) {
        return ModelName.bare(entry.path("id").asString(entry.path("name").asString("")));
    }
}
