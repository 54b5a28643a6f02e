package io.agw.server.admin.api;

import io.agw.bundle.plan.Origin;
import io.agw.bundle.problem.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// The shapes that several endpoints answer with.
public final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /// A text of our own that is JSON, such as a stored plan.
    public static JsonNode parsed(String json) {
        return MAPPER.readTree(json);
    }

    /// A text of our own that is JSON, to stand in an answer as it is.
    public static JsonNode written(String json) {
        return JsonNodeFactory.instance.rawValueNode(new RawValue(json));
    }

    public static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    /// `{"items": [...]}`.
    public static <T> ObjectNode items(Collection<T> items, Function<T, JsonNode> view) {
        var list = array();
        items.forEach(item -> list.add(view.apply(item)));
        var object = object();
        object.set("items", list);
        return object;
    }

    /// RFC 3339 in UTC to the millisecond.
    public static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    public static ArrayNode problems(List<Problem> problems) {
        var list = array();
        for (var problem : problems) {
            var node =
                    object().put("severity", problem.severity().word())
                            .put("code", problem.code().id())
                            .put("file", problem.position().file());
            if (problem.position().line() > 0) {
                node.put("line", problem.position().line());
                node.put("column", problem.position().column());
            }
            node.put("message", problem.message());
            if (problem.hint() != null) {
                node.put("hint", problem.hint());
            }
            list.add(node);
        }
        return list;
    }

    public static ObjectNode origin(Origin origin) {
        var node = object().put("file", origin.file());
        if (origin.line() > 0) {
            node.put("line", origin.line());
        }
        if (!origin.revision().isEmpty()) {
            node.put("revision", origin.revision());
        }
        return node;
    }
}
