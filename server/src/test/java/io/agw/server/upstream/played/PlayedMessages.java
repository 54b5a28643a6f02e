package io.agw.server.upstream.played;

import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.SeenRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Anthropic's Messages.
final class PlayedMessages implements PlayedApi {
    private static final Set<String> MEMBERS =
            Set.of(
                    "model",
                    "messages",
                    "max_tokens",
                    "system",
                    "stream",
                    "temperature",
                    "top_p",
                    "top_k",
                    "tools",
                    "tool_choice",
                    "stop_sequences",
                    "thinking",
                    "metadata",
                    "service_tier",
                    "output_config",
                    "context_management",
                    "cache_control",
                    "speed",
                    "inference_geo",
                    "diagnostics");

    @Override
    public String fault(SeenRequest request, JsonNode body) {
        boolean bearer = request.header("authorization").startsWith("Bearer ");
        if (request.header("x-api-key").isEmpty() && !bearer) {
            return "no key";
        }
        if (request.header("anthropic-version").isEmpty()) {
            return "anthropic-version: header is required";
        }
        if (!body.path("model").isString() || !body.path("max_tokens").isIntegralNumber()) {
            return "model and max_tokens are required";
        }
        if (!body.at("/messages/0/role").asString("").equals("user")) {
            return "the first message must be the user's";
        }
        var unknown = PlayedApi.unknownMember(body, MEMBERS);
        return unknown.isEmpty() ? order(body.path("messages")) : unknown;
    }

    /// Each call is answered in the next message, ahead of everything else there.
    private static String order(JsonNode messages) {
        var open = new HashSet<String>();
        for (var message : messages) {
            var content = message.path("content");
            boolean words = content.isString();
            for (var block : content) {
                switch (block.path("type").asString("")) {
                    case "tool_result" -> {
                        var id = block.path("tool_use_id").asString("");
                        if (words || !open.remove(id)) {
                            return "a result for " + id + " at a wrong place";
                        }
                    }
                    case "text" -> words = true;
                    default -> {}
                }
            }
            if (!open.isEmpty()) {
                return "calls without results: " + open;
            }
            for (var block : content) {
                if (block.path("type").asString("").equals("tool_use")) {
                    open.add(block.path("id").asString(""));
                }
            }
        }
        return open.isEmpty() ? "" : "calls without results: " + open;
    }

    @Override
    public Heard heard(JsonNode body) {
        return new Heard(
                body.path("tools")
                        .valueStream()
                        .map(tool -> tool.path("name").asString(""))
                        .toList(),
                body.path("messages")
                        .valueStream()
                        .flatMap(message -> message.path("content").valueStream())
                        .filter(block -> block.path("type").asString("").equals("tool_result"))
                        .map(block -> PlayedApi.text(block.path("content")))
                        .toList(),
                body.at("/output_config/format/type").asString("").equals("json_schema"),
                body);
    }

    @Override
    public boolean isStreamed(SeenRequest request, JsonNode body) {
        return body.path("stream").asBoolean(false);
    }

    @Override
    public String whole(Said said) {
        var message = JSON.createObjectNode();
        message.put("id", "msg_01")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", "claude-x")
                .put("stop_reason", reason(said))
                .putNull("stop_sequence");
        var content = message.putArray("content");
        if (!said.text().isEmpty()) {
            content.addObject().put("type", "text").put("text", said.text());
        }
        for (var call : said.calls()) {
            content.addObject()
                    .put("type", "tool_use")
                    .put("id", call.id())
                    .put("name", call.name())
                    .set("input", JSON.readTree(call.arguments()));
        }
        message.putObject("usage")
                .put("input_tokens", Said.INPUT_TOKENS)
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0)
                .put("output_tokens", Said.OUTPUT_TOKENS);
        return message.toString();
    }

    @Override
    public List<String> stream(Said said) {
        var events = new ArrayList<String>();
        events.add(
                AnthropicBehaviours.event(
                        "message_start",
                        "\"message\":{\"id\":\"msg_01\",\"type\":\"message\",\"role\":\"assistant\","
                                + "\"model\":\"claude-x\",\"content\":[],\"stop_reason\":null,"
                                + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":"
                                + Said.INPUT_TOKENS
                                + ",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,"
                                + "\"output_tokens\":1}}"));
        int index = 0;
        if (!said.text().isEmpty()) {
            var start = "{\"type\":\"text\",\"text\":\"\"}";
            var delta = "{\"type\":\"text_delta\",\"text\":%s}";
            events.addAll(new Block(start, delta, said.text()).events(index++));
        }
        for (var call : said.calls()) {
            var start =
                    "{\"type\":\"tool_use\",\"id\":\"%s\",\"name\":\"%s\",\"input\":{}}"
                            .formatted(call.id(), call.name());
            var delta = "{\"type\":\"input_json_delta\",\"partial_json\":%s}";
            events.addAll(new Block(start, delta, call.arguments()).events(index++));
        }
        events.add(
                AnthropicBehaviours.event(
                        "message_delta",
                        "\"delta\":{\"stop_reason\":\""
                                + reason(said)
                                + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":"
                                + Said.OUTPUT_TOKENS
                                + "}"));
        events.add(AnthropicBehaviours.event("message_stop", ""));
        return events;
    }

    @Override
    public String failure() {
        return AnthropicBehaviours.event(
                "error", "\"error\":{\"type\":\"overloaded_error\",\"message\":\"secret prose\"}");
    }

    @Override
    public String refusal(String why) {
        return AnthropicBehaviours.error("invalid_request_error", why.replace('"', '\''));
    }

    private static String reason(Said said) {
        return said.calls().isEmpty() ? "end_turn" : "tool_use";
    }

    /// @param delta with `%s` where the text of each delta stands
    private record Block(String start, String delta, String text) {
        List<String> events(int index) {
            var events = new ArrayList<String>();
            events.add(event("start", index, ",\"content_block\":" + start));
            for (var piece : Said.pieces(text)) {
                var said = delta.formatted(PlayedApi.quoted(piece));
                events.add(event("delta", index, ",\"delta\":" + said));
            }
            events.add(event("stop", index, ""));
            return events;
        }

        private static String event(String what, int index, String rest) {
            return AnthropicBehaviours.event("content_block_" + what, "\"index\":" + index + rest);
        }
    }
}
