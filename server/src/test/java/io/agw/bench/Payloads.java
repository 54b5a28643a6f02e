package io.agw.bench;

import java.nio.charset.StandardCharsets;

/// What is sent and answered: chat requests and answers of a usual size.
final class Payloads {
    static final String PATH = "/v1/chat/completions";

    private static final String HEAD =
            "\"id\":\"chatcmpl-bench\",\"object\":\"%s\",\"created\":1741569952,\"model\":\"gpt-4.1\"";

    private static final int LARGE = 16 * 1024;

    private Payloads() {}

    /// An answer of about 700 bytes.
    static String answer() {
        return "{"
                + HEAD.formatted("chat.completion")
                + ",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"logprobs\":null,"
                + "\"message\":{\"role\":\"assistant\",\"refusal\":null,\"annotations\":[],"
                + "\"content\":\"The gateway answers in one piece here, with a sentence or two, as a"
                + " short turn of a conversation usually does.\"}}],"
                + usage(10)
                + "}";
    }

    /// A whole stream: 100 tokens, the finish, the usage and the end marker.
    static String stream() {
        var text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            text.append(event("{\"content\":\"tok" + i + " \"}", "null"));
        }
        text.append(event("{}", "\"stop\""));
        text.append("data: {")
                .append(HEAD.formatted("chat.completion.chunk"))
                .append(",\"choices\":[],")
                .append(usage(100))
                .append("}\n\n");
        return text.append("data: [DONE]\n\n").toString();
    }

    /// One event of the paced stream.
    static byte[] tick() {
        return event("{\"content\":\"tick \"}", "null").getBytes(StandardCharsets.US_ASCII);
    }

    /// A chat request of about 700 bytes.
    static String request(boolean stream) {
        return "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"system\",\"content\":\"You are a helpful"
                + " assistant.\"},{\"role\":\"user\",\"content\":\"Say hello. "
                + "lorem ipsum dolor ".repeat(20)
                + "\"}],\"temperature\":0.2,\"max_tokens\":256"
                + (stream ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "")
                + "}";
    }

    /// A chat request of 16 KiB: a conversation of some turns, with tools.
    static String largeRequest() {
        var text = new StringBuilder("{\"model\":\"gpt-4.1\",\"max_tokens\":256,\"tools\":[");
        for (int i = 0; i < 8; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"type\":\"function\",\"function\":{\"name\":\"tool_")
                    .append(i)
                    .append("\",\"description\":\"Finds what is asked for.\",\"parameters\":")
                    .append("{\"type\":\"object\",\"properties\":{\"query\":{\"type\":\"string\"},")
                    .append("\"limit\":{\"type\":\"integer\"}},\"required\":[\"query\"]}}}");
        }
        text.append("],\"messages\":[{\"role\":\"system\",\"content\":\"You are helpful.\"}");
        for (int i = 0; text.length() < LARGE - 700; i++) {
            text.append(",{\"role\":\"")
                    .append(i % 2 == 0 ? "user" : "assistant")
                    .append("\",\"content\":\"")
                    .append("lorem ipsum dolor sit amet, \\n".repeat(20))
                    .append("\"}");
        }
        text.append(",{\"role\":\"user\",\"content\":\"");
        return text.append("x".repeat(LARGE - text.length() - 4)).append("\"}]}").toString();
    }

    /// The like of `answer` as Anthropic gives it.
    static String message() {
        return "{\"id\":\"msg_bench\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"The gateway answers in one piece here, with a"
                + " sentence or two, as a short turn of a conversation usually does.\"}],"
                + "\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":19,"
                + "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":10,"
                + "\"service_tier\":\"standard\"}}";
    }

    private static String event(String delta, String finish) {
        return "data: {"
                + HEAD.formatted("chat.completion.chunk")
                + ",\"choices\":[{\"index\":0,\"delta\":"
                + delta
                + ",\"logprobs\":null,\"finish_reason\":"
                + finish
                + "}]}\n\n";
    }

    private static String usage(int completion) {
        return "\"usage\":{\"prompt_tokens\":19,\"completion_tokens\":"
                + completion
                + ",\"total_tokens\":"
                + (19 + completion)
                + ",\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0}}";
    }
}
