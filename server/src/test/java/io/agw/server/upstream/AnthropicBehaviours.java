package io.agw.server.upstream;

import io.agw.server.upstream.FakeUpstream.Behaviour;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What Anthropic's API does.
public final class AnthropicBehaviours {
    /// An answer that a client library accepts: 10 tokens of prompt, 20 read from a cache, 30
    /// written to it, 7 of answer.
    public static final String MESSAGE =
            """
            {"id":"msg_01","type":"message","role":"assistant","model":"claude-x",\
            "content":[{"type":"text","text":"Hello!"}],"stop_reason":"end_turn",\
            "stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":30,\
            "cache_read_input_tokens":20,"cache_creation":{"ephemeral_5m_input_tokens":18,\
            "ephemeral_1h_input_tokens":12},"output_tokens":7,"service_tier":"standard"}}\
            """;

    public static final List<String> STREAM =
            List.of(
                    event(
                            "message_start",
                            "\"message\":{\"id\":\"msg_01\",\"type\":\"message\",\"role\":\"assistant\","
                                    + "\"model\":\"claude-x\",\"content\":[],\"stop_reason\":null,"
                                    + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":10,"
                                    + "\"cache_creation_input_tokens\":30,\"cache_read_input_tokens\":20,"
                                    + "\"output_tokens\":1}}"),
                    event(
                            "content_block_start",
                            "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"),
                    event("ping", ""),
                    text("Hel"),
                    text("lo!"),
                    event("content_block_stop", "\"index\":0"),
                    event(
                            "message_delta",
                            "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                                    + "\"usage\":{\"output_tokens\":7}"),
                    event("message_stop", ""));

    private static final JsonMapper STRICT =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private AnthropicBehaviours() {}

    /// Checks the request, then answers, as a stream when asked to.
    public static Behaviour messages() {
        return (request, wire) -> {
            var fault = fault(request);
            if (!fault.isEmpty()) {
                wire.send(Behaviours.response(400, error("invalid_request_error", fault)));
            } else if (request.target().contains("/count_tokens")) {
                wire.send(Behaviours.response(200, "{\"input_tokens\":60}"));
            } else if (STRICT.readTree(request.body()).path("stream").asBoolean(false)) {
                Behaviours.events(STREAM.toArray(String[]::new)).serve(request, wire);
            } else {
                wire.send(Behaviours.response(200, MESSAGE));
            }
        };
    }

    public static String error(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\""
                + type
                + "\",\"message\":\""
                + message
                + "\"},\"request_id\":\"req_up\"}";
    }

    public static String event(String type, String members) {
        var rest = members.isEmpty() ? "" : "," + members;
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + rest + "}\n\n";
    }

    public static String text(String text) {
        return event(
                "content_block_delta",
                "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}");
    }

    private static String fault(SeenRequest request) {
        if (!request.method().equals("POST") || !request.target().startsWith("/v1/messages")) {
            return "wrong target";
        }
        if (request.header("x-api-key").isEmpty()) {
            return "no key";
        }
        if (request.header("anthropic-version").isEmpty()) {
            return "anthropic-version: header is required";
        }
        try {
            return fault(STRICT.readTree(request.body()), request.target());
        } catch (JacksonException _) {
            return "invalid JSON";
        }
    }

    private static String fault(JsonNode body, String target) {
        if (!body.path("model").isString() || !body.path("messages").isArray()) {
            return "a member is missing";
        }
        boolean counts = target.contains("/count_tokens");
        return counts || body.path("max_tokens").isIntegralNumber()
                ? ""
                : "max_tokens: field required";
    }
}
