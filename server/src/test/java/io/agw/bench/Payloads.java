package io.agw.bench;

import java.nio.charset.StandardCharsets;

/// What is sent and answered: chat requests and answers of a usual size.
final class Payloads {
    static final String PATH = "/v1/chat/completions";

    private static final String HEAD =
            "\"id\":\"chatcmpl-bench\",\"object\":\"%s\",\"created\":1741569952,\"model\":\"gpt-4.1\"";

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
