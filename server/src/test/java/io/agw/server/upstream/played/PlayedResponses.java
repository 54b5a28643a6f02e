package io.agw.server.upstream.played;

import io.agw.server.upstream.SeenRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// OpenAI's responses.
final class PlayedResponses implements PlayedApi {
    @Override
    public String fault(SeenRequest request, JsonNode body) {
        if (!request.header("authorization").startsWith("Bearer ")) {
            return "no key";
        }
        if (!body.path("model").isString() || !body.has("input")) {
            return "model and input are required";
        }
        var open = new HashSet<String>();
        for (var item : body.path("input")) {
            var id = item.path("call_id").asString("");
            switch (item.path("type").asString("")) {
                case "function_call", "custom_tool_call" -> open.add(id);
                case "function_call_output", "custom_tool_call_output" -> {
                    if (!open.remove(id)) {
                        return "no tool call found for output " + id;
                    }
                }
                default -> {}
            }
        }
        return open.isEmpty() ? "" : "no tool output found for " + open;
    }

    @Override
    public Heard heard(JsonNode body) {
        return new Heard(
                body.path("tools")
                        .valueStream()
                        .map(tool -> tool.path("name").asString(""))
                        .toList(),
                body.path("input")
                        .valueStream()
                        .filter(item -> item.path("type").asString("").endsWith("_call_output"))
                        .map(item -> PlayedApi.text(item.path("output")))
                        .toList(),
                body.at("/text/format/type").asString("").equals("json_schema"),
                body);
    }

    @Override
    public boolean isStreamed(SeenRequest request, JsonNode body) {
        return body.path("stream").asBoolean(false);
    }

    @Override
    public String whole(Said said) {
        return response("completed", items(said)).toString();
    }

    @Override
    public List<String> stream(Said said) {
        var events = new Events();
        events.add("created", put("response", response("in_progress", List.of())));
        events.add("in_progress", put("response", response("in_progress", List.of())));
        var items = items(said);
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            if (item.path("type").stringValue().equals("message")) {
                events.message(i, item);
            } else {
                events.call(i, item);
            }
        }
        events.add("completed", put("response", response("completed", items)));
        return events.list;
    }

    @Override
    public String failure() {
        return "event: error\ndata: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"secret prose\",\"param\":null,\"sequence_number\":9}\n\n";
    }

    @Override
    public String refusal(String why) {
        return new PlayedChat().refusal(why);
    }

    /// What is asked of a response later.
    static String kept(String method, String path) {
        if (method.equals("DELETE")) {
            return "{\"id\":\"resp_1\",\"object\":\"response.deleted\",\"deleted\":true}";
        }
        if (!path.endsWith("/input_items")) {
            return response("completed", items(Said.words("Kept."))).toString();
        }
        return """
        {"object":"list","data":[{"id":"msg_9","type":"message","role":"user","status":"completed",
         "content":[{"type":"input_text","text":"hello there"}]}],
         "first_id":"msg_9","last_id":"msg_9","has_more":false}
        """;
    }

    private static List<ObjectNode> items(Said said) {
        var items = new ArrayList<ObjectNode>();
        if (!said.text().isEmpty()) {
            var message =
                    JSON.createObjectNode()
                            .put("id", "msg_1")
                            .put("type", "message")
                            .put("status", "completed")
                            .put("role", "assistant");
            message.putArray("content").add(part(said.text()));
            items.add(message);
        }
        for (var call : said.calls()) {
            items.add(
                    JSON.createObjectNode()
                            .put("id", "fc_" + call.id())
                            .put("type", "function_call")
                            .put("status", "completed")
                            .put("call_id", call.id())
                            .put("name", call.name())
                            .put("arguments", call.arguments()));
        }
        return items;
    }

    private static ObjectNode part(String text) {
        var part = JSON.createObjectNode().put("type", "output_text").put("text", text);
        part.putArray("annotations");
        part.putArray("logprobs");
        return part;
    }

    private static ObjectNode response(String status, List<ObjectNode> output) {
        var response =
                (ObjectNode)
                        JSON.readTree(
                                """
                                {"id":"resp_1","object":"response","created_at":1764000000,
                                 "background":false,"error":null,"incomplete_details":null,
                                 "instructions":null,"max_output_tokens":null,"metadata":{},
                                 "model":"gpt-x","parallel_tool_calls":true,
                                 "previous_response_id":null,"reasoning":{"effort":null,"summary":null},
                                 "service_tier":"default","store":true,"temperature":1.0,
                                 "text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],
                                 "top_p":1.0,"truncation":"disabled","user":null}
                                """);
        response.put("status", status).putArray("output").addAll(output);
        if (status.equals("completed")) {
            var usage = response.putObject("usage").put("input_tokens", Said.INPUT_TOKENS);
            usage.putObject("input_tokens_details")
                    .put("cached_tokens", 0)
                    .put("cache_write_tokens", 0);
            usage.put("output_tokens", Said.OUTPUT_TOKENS);
            usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
            usage.put("total_tokens", Said.INPUT_TOKENS + Said.OUTPUT_TOKENS);
        } else {
            response.putNull("usage");
        }
        return response;
    }

    private static ObjectNode put(String name, JsonNode value) {
        var event = JSON.createObjectNode();
        event.set(name, value);
        return event;
    }

    /// Events in the order of their numbers.
    private static final class Events {
        private final List<String> list = new ArrayList<>();

        void add(String type, ObjectNode event) {
            event.put("type", "response." + type).put("sequence_number", list.size());
            list.add("event: response." + type + "\ndata: " + event + "\n\n");
        }

        void message(int index, ObjectNode item) {
            var opening = item.deepCopy().put("status", "in_progress");
            opening.putArray("content");
            add("output_item.added", put("item", opening).put("output_index", index));
            var text = item.at("/content/0/text").stringValue();
            add("content_part.added", at(index).set("part", part("")));
            for (var piece : Said.pieces(text)) {
                var delta = at(index).put("delta", piece);
                delta.putArray("logprobs");
                add("output_text.delta", delta);
            }
            var done = at(index).put("text", text);
            done.putArray("logprobs");
            add("output_text.done", done);
            add("content_part.done", at(index).set("part", part(text)));
            add("output_item.done", put("item", item).put("output_index", index));
        }

        private static ObjectNode at(int index) {
            return JSON.createObjectNode()
                    .put("item_id", "msg_1")
                    .put("output_index", index)
                    .put("content_index", 0);
        }

        void call(int index, ObjectNode item) {
            var id = item.path("id").stringValue();
            var arguments = item.path("arguments").stringValue();
            var opening = item.deepCopy().put("status", "in_progress").put("arguments", "");
            add("output_item.added", put("item", opening).put("output_index", index));
            for (var piece : Said.pieces(arguments)) {
                add("function_call_arguments.delta", of(id, index).put("delta", piece));
            }
            var done = of(id, index).put("arguments", arguments);
            add("function_call_arguments.done", done.put("name", item.path("name").stringValue()));
            add("output_item.done", put("item", item).put("output_index", index));
        }

        private static ObjectNode of(String id, int index) {
            return JSON.createObjectNode().put("item_id", id).put("output_index", index);
        }
    }
}
