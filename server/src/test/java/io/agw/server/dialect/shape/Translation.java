package io.agw.server.dialect.shape;

import io.agw.server.dialect.SseFault;
import io.agw.server.dialect.SseReader;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerFold;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Requests and answers carried from one dialect to another, as golden files hold them.
final class Translation {
    static final AnsweringRules RULES =
            new AnsweringRules("the-model", "gw-1", 1_700_000_000, true);

    /// Of an upstream to which everything can be said that some vendor of chat completions knows.
    static final Set<ChatHabit> CHAT_HABITS =
            Set.of(
                    ChatHabit.TOP_K,
                    ChatHabit.CACHE_CONTROL,
                    ChatHabit.REASONING_DETAILS,
                    ChatHabit.EXTRA_CONTENT);

    private static final JsonMapper JSON = ToolArguments.EXACT;
    private static final int LIMIT = 1024 * 1024;

    private Translation() {}

    /// `{"request", "left"}`, or `{"refused"}` with the words that the client reads.
    static String request(Dialect from, UpstreamDialect to, String request) {
        var result = JSON.createObjectNode();
        try {
            var conversation = from.readRequest((ObjectNode) JSON.readTree(request));
            var written =
                    to.writeRequest(
                            conversation,
                            new WritingRules("upstream-model", 4_096, null, CHAT_HABITS));
            result.set("request", written.request());
            var left = result.putArray("left");
            written.left().forEach(left::add);
        } catch (Inexpressible e) {
            result.put("refused", e.getMessage());
        }
        return pretty(result);
    }

    static String answer(UpstreamDialect from, Dialect to, String answer) throws MalformedAnswer {
        var fold = new AnswerFold();
        from.answerReader("id-1").whole(JSON.readTree(answer), fold::add);
        return pretty(to.answerWriter(RULES).whole(fold.answer()));
    }

    /// The client's stream, with a last line when the upstream's broke.
    ///
    /// @param chunk bytes that arrive at once
    static String stream(UpstreamDialect from, Dialect to, String stream, int chunk) {
        var text = new StringBuilder();
        var writer = to.answerWriter(RULES);
        try {
            events(from, stream, chunk, event -> writer.event(event, text));
        } catch (MalformedAnswer e) {
            text.append("!! ").append(e.getMessage()).append('\n');
        }
        return text.toString();
    }

    /// @param chunk bytes that arrive at once
    static void events(UpstreamDialect from, String stream, int chunk, Consumer<AnswerEvent> sink)
            throws MalformedAnswer {
        var bytes = stream.getBytes(StandardCharsets.UTF_8);
        var at = new int[1];
        var reader =
                new SseReader<IOException>(
                        (into, offset, length) -> {
                            int count = Math.min(Math.min(chunk, length), bytes.length - at[0]);
                            System.arraycopy(bytes, at[0], into, offset, Math.max(0, count));
                            at[0] += count;
                            return count == 0 ? -1 : count;
                        },
                        LIMIT,
                        LIMIT);
        var answers = from.answerReader("id-1");
        boolean terminated = false;
        try {
            while (reader.next()) {
                var data =
                        new String(
                                reader.data(),
                                reader.dataStart(),
                                reader.dataEnd() - reader.dataStart(),
                                StandardCharsets.UTF_8);
                if (data.equals("[DONE]")) {
                    terminated = true;
                } else if (!data.isEmpty()) {
                    answers.event(JSON.readTree(data), sink);
                }
            }
        } catch (IOException | SseFault e) {
            throw new IllegalStateException(e);
        }
        answers.end(terminated, sink);
    }

    private static String pretty(JsonNode node) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(Sent.over(node)) + "\n";
    }
}
