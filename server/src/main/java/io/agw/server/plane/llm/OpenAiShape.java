package io.agw.server.plane.llm;

import io.agw.server.turn.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the gateway itself says, in the shapes of OpenAI's API.
final class OpenAiShape {
    static final Map<String, String> JSON_HEADERS = Map.of("content-type", "application/json");
    static final Map<String, String> STREAM_HEADERS =
            Map.of("content-type", "text/event-stream", "cache-control", "no-cache");

    private static final JsonMapper JSON = JsonMapper.shared();

    private OpenAiShape() {}

    static byte[] error(Refusal refusal) {
        return JSON.writeValueAsBytes(document(refusal));
    }

    /// The error as the last event of a stream.
    static byte[] errorEvent(Refusal refusal) {
        var text = "data: " + JSON.writeValueAsString(document(refusal)) + "\n\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// @param allow methods that are allowed, for a 405; empty for none
    static Map<String, String> headers(Refusal refusal, String allow) {
        if (refusal.retryAfter() == null && allow.isEmpty()) {
            return JSON_HEADERS;
        }
        var headers = new HashMap<>(JSON_HEADERS);
        if (refusal.retryAfter() != null) {
            long seconds = Math.max(1, refusal.retryAfter().plusMillis(999).toSeconds());
            headers.put("retry-after", Long.toString(seconds));
        }
        if (!allow.isEmpty()) {
            headers.put("allow", allow);
        }
        return headers;
    }

    static byte[] models(Collection<String> names) {
        var list = JSON.createObjectNode().put("object", "list");
        var data = list.putArray("data");
        names.forEach(name -> putModel(data.addObject(), name));
        return JSON.writeValueAsBytes(list);
    }

    static byte[] model(String name) {
        return JSON.writeValueAsBytes(putModel(JSON.createObjectNode(), name));
    }

    /// The entry of a model in a list of models; empty when it is not in it.
    static byte[] modelFrom(byte[] list, String name) {
        for (var entry : JSON.readTree(list).path("data")) {
            if (entry.path("id").asString("").equals(name)) {
                return JSON.writeValueAsBytes(entry);
            }
        }
        return new byte[0];
    }

    private static ObjectNode putModel(ObjectNode into, String name) {
        return into.put("id", name)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "agent-gateway");
    }

    private static ObjectNode document(Refusal refusal) {
        var document = JSON.createObjectNode();
        document.putObject("error")
                .put("message", refusal.message())
                .put("type", type(refusal.status()))
                .put("param", refusal.param())
                .put("code", refusal.code());
        return document;
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
