package io.agw.server.plane.llm;

import io.agw.server.upstream.Behaviours;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How each dialect tells a text, and a call of a tool, in pieces.
enum PieceByPiece {
    CHAT("openai", "openai", "/v1/chat/completions") {
        @Override
        List<String> events(List<String> text, List<String> arguments) {
            var events = new ArrayList<String>();
            text.forEach(piece ->
                    events.add(
                            data(
                                    "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
                                            + quoted(piece)
                                            + "},\"finish_reason\":null}]}")));
            arguments.forEach(piece ->
                    events.add(
                            data(
                                    "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":"
                                            + quoted(piece)
                                            + "}}]},\"finish_reason\":null}]}")));
            events.add(Behaviours.finish());
            events.add(Behaviours.usage(3, 4));
            events.add("data: [DONE]\n\n");
            return events;
        }

        @Override
        String text(JsonNode event) {
            return event.at("/choices/0/delta/content").asString("");
        }

        @Override
        String arguments(JsonNode event) {
            return event.at("/choices/0/delta/tool_calls/0/function/arguments").asString("");
        }
    },
    MESSAGES("anthropic", "anthropic", "/v1/messages") {
        @Override
        List<String> events(List<String> text, List<String> arguments) {
            var events = new ArrayList<String>();
            events.add(
                    event(
                            "message_start",
                            "\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}"));
            events.add(
                    event(
                            "content_block_start",
                            "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
            text.forEach(piece ->
                    events.add(
                            event(
                                    "content_block_delta",
                                    "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":"
                                            + quoted(piece)
                                            + "}")));
            events.add(event("content_block_stop", "\"index\":0"));
            events.add(
                    event(
                            "content_block_start",
                            "\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}"));
            arguments.forEach(piece ->
                    events.add(
                            event(
                                    "content_block_delta",
                                    "\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"
                                            + quoted(piece)
                                            + "}")));
            events.add(event("content_block_stop", "\"index\":1"));
            events.add(
                    event(
                            "message_delta",
                            "\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":4}"));
            events.add(event("message_stop", "\"x\":1"));
            return events;
        }

        @Override
        String text(JsonNode event) {
            return event.at("/delta/text").asString("");
        }

        @Override
        String arguments(JsonNode event) {
            return event.at("/delta/partial_json").asString("");
        }
    },
    RESPONSES("openai", "openai", "/v1/responses") {
        @Override
        List<String> events(List<String> text, List<String> arguments) {
            var events = new ArrayList<String>();
            events.add(event("response.created", "\"response\":{\"id\":\"r\"}"));
            text.forEach(piece ->
                    events.add(
                            event(
                                    "response.output_text.delta",
                                    "\"output_index\":0,\"content_index\":0,\"item_id\":\"i\",\"delta\":"
                                            + quoted(piece))));
            var all = quoted(String.join("", text));
            events.add(
                    event(
                            "response.output_text.done",
                            "\"output_index\":0,\"content_index\":0,\"text\":" + all));
            arguments.forEach(piece ->
                    events.add(
                            event(
                                    "response.function_call_arguments.delta",
                                    "\"output_index\":1,\"delta\":" + quoted(piece))));
            events.add(
                    event(
                            "response.completed",
                            "\"response\":{\"id\":\"r\",\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"id\":\"i\",\"content\":[{\"type\":\"output_text\",\"text\":"
                                    + all
                                    + "}]},{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":"
                                    + quoted(String.join("", arguments))
                                    + "}],\"usage\":{\"input_tokens\":3,\"output_tokens\":4,\"total_tokens\":7}}"));
            return events;
        }

        @Override
        String text(JsonNode event) {
            return event.path("type").asString("").equals("response.output_text.delta")
                    ? event.path("delta").asString("")
                    : "";
        }

        @Override
        String arguments(JsonNode event) {
            return event.path("type").asString("").endsWith("arguments.delta")
                    ? event.path("delta").asString("")
                    : "";
        }
    },
    GENERATE("gemini", "gemini", "/v1beta/models/m:streamGenerateContent") {
        @Override
        List<String> events(List<String> text, List<String> arguments) {
            var events = new ArrayList<String>();
            text.forEach(piece -> events.add(part("\"text\":" + quoted(piece))));
            events.add(
                    part(
                            "\"functionCall\":{\"name\":\"f\",\"args\":"
                                    + String.join("", arguments)
                                    + "}"));
            events.add(
                    data(
                            "{\"candidates\":[{\"content\":{\"parts\":[],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":4}}"));
            return events;
        }

        private String part(String members) {
            return data(
                    "{\"candidates\":[{\"content\":{\"parts\":[{"
                            + members
                            + "}],\"role\":\"model\"},\"index\":0}]}");
        }

        @Override
        String text(JsonNode event) {
            return event.at("/candidates/0/content/parts/0/text").asString("");
        }

        @Override
        String arguments(JsonNode event) {
            var call = event.at("/candidates/0/content/parts/0/functionCall/args");
            return call.isMissingNode() ? "" : call.toString();
        }
    };

    final String protocol;
    final String type;
    final String path;

    PieceByPiece(String protocol, String type, String path) {
        this.protocol = protocol;
        this.type = type;
        this.path = path;
    }

    abstract List<String> events(List<String> text, List<String> arguments);

    abstract String text(JsonNode event);

    abstract String arguments(JsonNode event);

    static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    static String data(String json) {
        return "data: " + json + "\n\n";
    }

    static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members + "}\n\n";
    }

    String request() {
        return request("hi");
    }

    String request(String text) {
        var said = quoted(text);
        return switch (this) {
            case CHAT, MESSAGES ->
                    "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":"
                            + said
                            + "}]}";
            case RESPONSES -> "{\"model\":\"m\",\"stream\":true,\"input\":" + said + "}";
            case GENERATE ->
                    "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":" + said + "}]}]}";
        };
    }
}
