package io.agw.server.upstream.played;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.SeenRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// OpenAI's chat completions.
final class PlayedChat implements PlayedApi {
    private static final Set<String> MEMBERS =
            Set.of(
                    "model",
                    "messages",
                    "stream",
                    "stream_options",
                    "max_tokens",
                    "max_completion_tokens",
                    "temperature",
                    "top_p",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "response_format",
                    "reasoning_effort",
                    "verbosity",
                    "stop",
                    "seed",
                    "user",
                    "metadata",
                    "store",
                    "service_tier",
                    "prompt_cache_key",
                    "prompt_cache_retention",
                    "safety_identifier",
                    "presence_penalty",
                    "frequency_penalty");

    @Override
    public String fault(SeenRequest request, JsonNode body) {
        if (!request.header("authorization").startsWith("Bearer ")) {
            return "no key";
        }
        if (!body.path("model").isString() || body.path("messages").isEmpty()) {
            return "model and messages are required";
        }
        boolean counted = body.path("stream_options").path("include_usage").asBoolean(false);
        if (body.path("stream").asBoolean(false) && !counted) {
            return "usage is not asked for";
        }
        var unknown = PlayedApi.unknownMember(body, MEMBERS);
        return unknown.isEmpty() ? order(body.path("messages")) : unknown;
    }

    /// Each call is answered by one message of the role `tool`, at once.
    private static String order(JsonNode messages) {
        var open = new HashSet<String>();
        for (var message : messages) {
            if (message.path("role").asString("").equals("tool")) {
                var id = message.path("tool_call_id").asString("");
                if (!open.remove(id)) {
                    return "a result for " + id + ", which was not called";
                }
            } else if (!open.isEmpty()) {
                return "calls without results: " + open;
            }
            message.path("tool_calls").forEach(call -> open.add(call.path("id").asString("")));
        }
        return open.isEmpty() ? "" : "calls without results: " + open;
    }

    @Override
    public Heard heard(JsonNode body) {
        return new Heard(
                body.path("tools")
                        .valueStream()
                        .map(tool -> tool.at("/function/name").asString(""))
                        .toList(),
                body.path("messages")
                        .valueStream()
                        .filter(message -> message.path("role").asString("").equals("tool"))
                        .map(message -> PlayedApi.text(message.path("content")))
                        .toList(),
                body.at("/response_format/type").asString("").equals("json_schema"),
                body);
    }

    @Override
    public boolean isStreamed(SeenRequest request, JsonNode body) {
        return body.path("stream").asBoolean(false);
    }

    @Override
    public String whole(Said said) {
        var answer = JSON.createObjectNode();
        answer.put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", 1_764_000_000)
                .put("model", "gpt-x");
        var choice = answer.putArray("choices").addObject().put("index", 0);
        choice.put("finish_reason", reason(said)).putNull("logprobs");
        var message = choice.putObject("message").put("role", "assistant").putNull("refusal");
        if (said.text().isEmpty()) {
            message.putNull("content");
        } else {
            message.put("content", said.text());
        }
        if (!said.calls().isEmpty()) {
            calls(said, message.putArray("tool_calls"));
        }
        answer.putObject("usage")
                .put("prompt_tokens", Said.INPUT_TOKENS)
                .put("completion_tokens", Said.OUTPUT_TOKENS)
                .put("total_tokens", Said.INPUT_TOKENS + Said.OUTPUT_TOKENS);
        return answer.toString();
    }

    private static void calls(Said said, ArrayNode into) {
        for (var call : said.calls()) {
            into.addObject()
                    .put("id", call.id())
                    .put("type", "function")
                    .putObject("function")
                    .put("name", call.name())
                    .put("arguments", call.arguments());
        }
    }

    @Override
    public List<String> stream(Said said) {
        var events = new ArrayList<String>();
        events.add(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        if (!said.text().isEmpty()) {
            for (var piece : Said.pieces(said.text())) {
                events.add(chunk("{\"content\":" + PlayedApi.quoted(piece) + "}", "null"));
            }
        }
        for (int i = 0; i < said.calls().size(); i++) {
            var call = said.calls().get(i);
            events.add(
                    piece(
                            i,
                            "\"id\":\"%s\",\"type\":\"function\",\"function\":{\"name\":\"%s\",\"arguments\":\"\"}"
                                    .formatted(call.id(), call.name())));
            for (var part : Said.pieces(call.arguments())) {
                events.add(piece(i, "\"function\":{\"arguments\":" + PlayedApi.quoted(part) + "}"));
            }
        }
        events.add(chunk("{}", "\"" + reason(said) + "\""));
        events.add(Behaviours.usage(Said.INPUT_TOKENS, Said.OUTPUT_TOKENS));
        events.add("data: [DONE]\n\n");
        return events;
    }

    @Override
    public String failure() {
        return "data: {\"error\":{\"message\":\"secret prose\",\"type\":\"server_error\",\"code\":null}}\n\n";
    }

    @Override
    public String refusal(String why) {
        return "{\"error\":{\"message\":%s,\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}"
                .formatted(PlayedApi.quoted(why));
    }

    private static String piece(int index, String members) {
        return chunk("{\"tool_calls\":[{\"index\":" + index + "," + members + "}]}", "null");
    }

    private static String chunk(String delta, String reason) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1764000000,"
                + "\"model\":\"gpt-x\",\"choices\":[{\"index\":0,\"delta\":"
                + delta
                + ",\"logprobs\":null,\"finish_reason\":"
                + reason
                + "}],\"usage\":null}\n\n";
    }

    private static String reason(Said said) {
        return said.calls().isEmpty() ? "stop" : "tool_calls";
    }
}
