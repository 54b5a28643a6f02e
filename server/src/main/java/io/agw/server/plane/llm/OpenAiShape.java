package io.agw.server.plane.llm;

import io.agw.server.dialect.shape.ToldEvents;
import io.agw.server.turn.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The shapes of OpenAI's API, of which responses end a broken stream in a way of their own: with
/// an error, and with an answer that failed, for some clients look for the one and some for the
/// other. https://platform.openai.com/docs/api-reference/responses-streaming/error.
enum OpenAiShape implements ClientShape {
    CHAT {
        @Override
        public byte[] errorEvent(Refusal refusal, String requestId, ToldEvents told) {
            var text = "data: " + JSON.writeValueAsString(error(refusal, requestId)) + "\n\n";
            return text.getBytes(StandardCharsets.UTF_8);
        }
    },
    RESPONSES {
        // Codex knows the limit of a subscription by its type, and says when it ends:
        // https://github.com/openai/codex/blob/main/codex-rs/codex-api/src/api_bridge.rs.
        @Override
        public ObjectNode error(Refusal refusal, String requestId) {
            var document = super.error(refusal, requestId);
            if (refusal.code().equals(USAGE_LIMIT)
                    && document.get("error") instanceof ObjectNode error) {
                error.put("type", USAGE_LIMIT);
                if (refusal.retryAfter() != null) {
                    error.put("resets_in_seconds", refusal.retryAfterSeconds());
                }
            }
            return document;
        }

        @Override
        public byte[] errorEvent(Refusal refusal, String requestId, ToldEvents told) {
            var error =
                    numbered("error", told.count())
                            .put("code", refusal.code())
                            .put("message", refusal.message())
                            .put("param", refusal.param());
            var id = told.responseId();
            var failed = numbered("response.failed", told.count() + 1);
            failed.putObject("response")
                    .put("id", id == null ? "resp_" + requestId : id)
                    .put("object", "response")
                    .put("status", "failed")
                    .putNull("incomplete_details")
                    .putObject("error")
                    .put("code", refusal.code())
                    .put("message", refusal.message());
            return (text(error) + text(failed)).getBytes(StandardCharsets.UTF_8);
        }
    };

    private static final String USAGE_LIMIT = "usage_limit_reached";
    private static final JsonMapper JSON = JsonMapper.shared();

    private static ObjectNode numbered(String type, long number) {
        return JSON.createObjectNode().put("type", type).put("sequence_number", number);
    }

    private static String text(ObjectNode event) {
        return "event: "
                + event.path("type").stringValue()
                + "\ndata: "
                + JSON.writeValueAsString(event)
                + "\n\n";
    }

    @Override
    public ObjectNode error(Refusal refusal, String requestId) {
        var document = JSON.createObjectNode();
        var error =
                document.putObject("error")
                        .put("message", refusal.message())
                        .put("type", type(refusal.status()))
                        .put("param", refusal.param())
                        .put("code", refusal.code());
        refusal.details().forEach(error::put);
        return document;
    }

    @Override
    public ObjectNode models(Collection<String> names) {
        var list = JSON.createObjectNode().put("object", "list");
        var data = list.putArray("data");
        names.forEach(name -> data.add(model(name)));
        return list;
    }

    @Override
    public ObjectNode model(String name) {
        return JSON.createObjectNode()
                .put("id", name)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "agent-gateway");
    }

    @Override
    public boolean isOwn(JsonNode list) {
        return list.path("object").asString("").equals("list");
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
