package io.agw.server.plane.llm;

import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.ResponsesBehaviours;

/// What vendors say, piece by piece.
enum Vendor {
    CHAT("openai", "openai") {
        @Override
        String whole(String input, String output) {
            return "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
                    + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello!\"},"
                    + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":"
                    + input
                    + ",\"completion_tokens\":"
                    + output
                    + ",\"total_tokens\":29}}";
        }

        @Override
        String opening() {
            return "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
                    + "\"content\":\"\"},\"finish_reason\":null}]}\n\n";
        }

        @Override
        String token(String text) {
            return Behaviours.chunk(text);
        }

        @Override
        String call(int at) {
            return calls(
                    at,
                    "\"id\":\"call_"
                            + at
                            + "\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"\"}");
        }

        @Override
        String arguments(int at, String piece) {
            return calls(at, "\"function\":{\"arguments\":\"" + piece + "\"}");
        }

        private static String calls(int at, String members) {
            return "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":"
                    + (at - 1)
                    + ","
                    + members
                    + "}]},\"finish_reason\":null}]}\n\n";
        }

        @Override
        String ending(String input, String output) {
            return Behaviours.finish()
                    + Behaviours.usage(1, 2)
                            .replace(":1,", ":" + input + ",")
                            .replace(":2,", ":" + output + ",");
        }

        @Override
        String last() {
            return "data: [DONE]\n\n";
        }
    },
    MESSAGES("anthropic", "anthropic") {
        @Override
        String whole(String input, String output) {
            return "{\"id\":\"msg_01\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":"
                    + "[{\"type\":\"text\",\"text\":\"Hello!\"}],\"stop_reason\":\"end_turn\","
                    + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":"
                    + input
                    + ",\"output_tokens\":"
                    + output
                    + "}}";
        }

        @Override
        String opening() {
            return AnthropicBehaviours.STREAM.get(0) + AnthropicBehaviours.STREAM.get(1);
        }

        @Override
        String token(String text) {
            return AnthropicBehaviours.text(text);
        }

        @Override
        String call(int at) {
            return AnthropicBehaviours.event("content_block_stop", "\"index\":" + (at - 1))
                    + AnthropicBehaviours.event(
                            "content_block_start",
                            "\"index\":"
                                    + at
                                    + ",\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_"
                                    + at
                                    + "\",\"name\":\"look\",\"input\":{}}");
        }

        @Override
        String arguments(int at, String piece) {
            return AnthropicBehaviours.event(
                    "content_block_delta",
                    "\"index\":"
                            + at
                            + ",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\""
                            + piece
                            + "\"}");
        }

        @Override
        String ending(String input, String output) {
            return AnthropicBehaviours.event("content_block_stop", "\"index\":0")
                    + AnthropicBehaviours.event(
                            "message_delta",
                            "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                                    + "\"usage\":{\"input_tokens\":"
                                    + input
                                    + ",\"output_tokens\":"
                                    + output
                                    + "}");
        }

        @Override
        String last() {
            return AnthropicBehaviours.event("message_stop", "");
        }
    },
    GENERATE("gemini", "gemini") {
        @Override
        String whole(String input, String output) {
            return content("Hello!", ",\"finishReason\":\"STOP\"", input, output);
        }

        @Override
        String opening() {
            return "data: {\"usageMetadata\":{\"promptTokenCount\":19},\"responseId\":\"r1\"}\n\n";
        }

        @Override
        String token(String text) {
            return "data: " + content(text, "", "19", "1") + "\n\n";
        }

        @Override
        String call(int at) {
            return "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"functionCall\":"
                    + "{\"name\":\"look\",\"args\":{\"at\":"
                    + at
                    + "}}}]},\"index\":0}]}\n\n";
        }

        // Calls come whole.
        @Override
        String arguments(int at, String piece) {
            return token(piece);
        }

        @Override
        String ending(String input, String output) {
            return "data: " + content("", ",\"finishReason\":\"STOP\"", input, output) + "\n\n";
        }

        // There is none: a stream ends with its connection.
        @Override
        String last() {
            return ": bye\n\n";
        }

        private static String content(String text, String finish, String input, String output) {
            return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\""
                    + text
                    + "\"}]}"
                    + finish
                    + ",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":"
                    + input
                    + ",\"candidatesTokenCount\":"
                    + output
                    + "},\"modelVersion\":\"m\",\"responseId\":\"r1\"}";
        }
    },
    RESPONSES("openai", "openai") {
        @Override
        String whole(String input, String output) {
            return "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"m\","
                    + "\"output\":[{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\","
                    + "\"status\":\"completed\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hello!\","
                    + "\"annotations\":[]}]}],\"usage\":{\"input_tokens\":"
                    + input
                    + ",\"output_tokens\":"
                    + output
                    + "}}";
        }

        @Override
        String opening() {
            return ResponsesBehaviours.STREAM.get(0) + ResponsesBehaviours.STREAM.get(1);
        }

        @Override
        String token(String text) {
            return ResponsesBehaviours.text(text);
        }

        @Override
        String call(int at) {
            return ResponsesBehaviours.event(
                    "response.output_item.added",
                    "\"output_index\":"
                            + at
                            + ",\"item\":{\"id\":\"fc_"
                            + at
                            + "\",\"type\":\"function_call\",\"call_id\":\"call_"
                            + at
                            + "\",\"name\":\"look\",\"arguments\":\"\"}");
        }

        @Override
        String arguments(int at, String piece) {
            return ResponsesBehaviours.event(
                    "response.function_call_arguments.delta",
                    "\"item_id\":\"fc_"
                            + at
                            + "\",\"output_index\":"
                            + at
                            + ",\"delta\":\""
                            + piece
                            + "\"");
        }

        @Override
        String ending(String input, String output) {
            return ResponsesBehaviours.event(
                    "response.completed", "\"response\":" + whole(input, output));
        }

        // There is none: `response.completed` is the end.
        @Override
        String last() {
            return ": bye\n\n";
        }
    };

    private final String protocol;
    private final String type;

    /// @param protocol of a route that offers it
    /// @param type of a provider that speaks it
    Vendor(String protocol, String type) {
        this.protocol = protocol;
        this.type = type;
    }

    String protocol() {
        return protocol;
    }

    String type() {
        return type;
    }

    /// A whole answer.
    String whole() {
        return whole("19", "10");
    }

    /// A whole answer that counts so many tokens, whether they are numbers or not.
    abstract String whole(String input, String output);

    /// Events before anything is said.
    abstract String opening();

    abstract String token(String text);

    /// A call of a tool begins behind the first token.
    ///
    /// @param at counted from 1
    abstract String call(int at);

    /// A piece of its arguments.
    abstract String arguments(int at, String piece);

    /// Events behind the last token, before the last word.
    abstract String ending(String input, String output);

    /// The last word.
    abstract String last();

    /// An answer in events.
    String stream() {
        return opening() + token("Hel") + token("lo!") + ending("19", "10") + last();
    }

    /// What a client sends who speaks it.
    String request(boolean streams) {
        return switch (this) {
            case CHAT ->
                    "{\"model\":\"m\",\"stream\":"
                            + streams
                            + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
            case MESSAGES ->
                    "{\"model\":\"m\",\"max_tokens\":9,\"stream\":"
                            + streams
                            + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
            case RESPONSES -> "{\"model\":\"m\",\"stream\":" + streams + ",\"input\":\"hi\"}";
            case GENERATE -> "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}";
        };
    }

    String path(boolean streams) {
        return switch (this) {
            case CHAT -> "/v1/chat/completions";
            case MESSAGES -> "/v1/messages";
            case RESPONSES -> "/v1/responses";
            case GENERATE ->
                    "/v1beta/models/m:" + (streams ? "streamGenerateContent" : "generateContent");
        };
    }

    /// What a client takes for a good end.
    String goodEnd() {
        return switch (this) {
            case CHAT -> "data: [DONE]";
            case MESSAGES -> "event: message_stop";
            case RESPONSES -> "response.completed";
            case GENERATE -> "\"finishReason\":\"STOP\"";
        };
    }
}
