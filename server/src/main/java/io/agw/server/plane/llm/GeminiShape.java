package io.agw.server.plane.llm;

import io.agw.server.dialect.shape.ToldEvents;
import io.agw.server.turn.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The shapes of Gemini's API: https://ai.google.dev/api/models, and Google's error model,
/// https://cloud.google.com/apis/design/errors.
enum GeminiShape implements ClientShape {
    INSTANCE;

    private static final JsonMapper JSON = JsonMapper.shared();

    /// With `reason` and `field`, and with the wait, in details, where Google's APIs have them.
    @Override
    public ObjectNode error(Refusal refusal, String requestId) {
        var document = JSON.createObjectNode();
        var error =
                document.putObject("error")
                        .put("code", refusal.status())
                        .put("message", refusal.message())
                        .put("status", status(refusal.status()));
        var details = error.putArray("details");
        var detail =
                details.addObject()
                        .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                        .put("reason", refusal.code());
        var metadata = detail.putObject("metadata").put("request_id", requestId);
        if (refusal.param() != null) {
            metadata.put("field", refusal.param());
        }
        refusal.details().forEach(metadata::put);
        if (refusal.retryAfter() != null) {
            details.addObject()
                    .put("@type", "type.googleapis.com/google.rpc.RetryInfo")
                    .put("retryDelay", refusal.retryAfterSeconds() + "s");
        }
        return document;
    }

    @Override
    public byte[] errorEvent(Refusal refusal, String requestId, ToldEvents told) {
        var text = "data: " + JSON.writeValueAsString(error(refusal, requestId)) + "\n\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public ObjectNode models(Collection<String> names) {
        var list = JSON.createObjectNode();
        var models = list.putArray("models");
        names.forEach(name -> models.add(model(name)));
        return list;
    }

    @Override
    public ObjectNode model(String name) {
        var model = JSON.createObjectNode().put("name", "models/" + name).put("displayName", name);
        model.putArray("supportedGenerationMethods").add("generateContent");
        return model;
    }

    @Override
    public boolean isOwn(JsonNode list) {
        return list.has("models");
    }

    private static String status(int status) {
        return switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 501 -> "UNIMPLEMENTED";
            case 503 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> status < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
        };
    }
}
