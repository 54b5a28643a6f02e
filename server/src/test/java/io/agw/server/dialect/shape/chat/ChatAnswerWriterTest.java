package io.agw.server.dialect.shape.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.Answer;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.AnsweringRules;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class ChatAnswerWriterTest {
    private static final TokenUsage USAGE = new TokenUsage(10, 60, 20, 10, 30, 20);
    private static final List<AnswerEvent> ANSWER =
            List.of(
                    new AnswerEvent.Begun("", "up"),
                    new AnswerEvent.BlockBegun(0, new Block.Text()),
                    new AnswerEvent.Delta(0, "a\n\"b\" 😀\u2028"),
                    new AnswerEvent.BlockEnded(0),
                    new AnswerEvent.BlockBegun(1, new Block.ToolCall("a", "f")),
                    new AnswerEvent.BlockEnded(1),
                    new AnswerEvent.Counted(USAGE),
                    new AnswerEvent.Stopped(StopReason.TOOL_CALLS, null),
                    new AnswerEvent.Ended());

    @Test
    void chunksHaveTheirWholeShapeAndUsageComesLast() {
        var head =
                "data: {\"id\":\"gw-1\",\"object\":\"chat.completion.chunk\",\"created\":7,"
                        + "\"model\":\"mine\",\"choices\":[";
        var choice = head + "{\"index\":0,\"delta\":";
        var goesOn = ",\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}";

        assertThat(written(true, ANSWER).split("\n\n", 0))
                .containsExactly(
                        choice + "{\"role\":\"assistant\",\"content\":\"\"}" + goesOn,
                        choice + "{\"content\":\"a\\n\\\"b\\\" 😀\u2028\"}" + goesOn,
                        choice
                                + "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\","
                                + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}"
                                + goesOn,
                        choice
                                + "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\""
                                + "}}]}"
                                + goesOn,
                        choice
                                + "{},\"logprobs\":null,\"finish_reason\":\"tool_calls\"}],"
                                + "\"usage\":null}",
                        head
                                + "],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":50,"
                                + "\"total_tokens\":150,\"prompt_tokens_details\":{"
                                + "\"cached_tokens\":60,\"cache_write_tokens\":30},"
                                + "\"completion_tokens_details\":{\"reasoning_tokens\":20}}}",
                        "data: [DONE]");
    }

    @Test
    void aClientThatDoesNotAskGetsNoUsage() {
        assertThat(written(false, ANSWER)).doesNotContain("usage").endsWith("data: [DONE]\n\n");
    }

    @Test
    void anAnswerThatIsBrokenOffHasNeitherAFinishReasonNorALastWord() {
        assertThat(written(true, ANSWER.subList(0, ANSWER.size() - 1)))
                .doesNotContain("\"finish_reason\":\"")
                .doesNotContain("[DONE]");
    }

    @Test
    void indexesCountToolsAlone() {
        var text =
                written(
                        false,
                        List.of(
                                new AnswerEvent.BlockBegun(0, new Block.Thinking()),
                                new AnswerEvent.BlockBegun(1, new Block.Text()),
                                new AnswerEvent.BlockBegun(2, new Block.ToolCall("a", "f")),
                                new AnswerEvent.BlockBegun(3, new Block.Text()),
                                new AnswerEvent.BlockBegun(4, new Block.ToolCall("b", "g"))));

        assertThat(text)
                .contains("{\"index\":0,\"id\":\"a\"")
                .contains("{\"index\":1,\"id\":\"b\"");
    }

    @Test
    void everyChunkIsJson() {
        assertThat(written(true, ANSWER).lines().filter(line -> line.startsWith("data: {")))
                .hasSize(6)
                .allSatisfy(line ->
                        assertThat(JsonMapper.shared().readTree(line.substring(6)))
                                .isInstanceOf(ObjectNode.class));
    }

    @Test
    void aWholeAnswerHasAnIdAndATime() {
        var answer =
                new Answer(
                        "",
                        "up",
                        List.of(
                                new Part.Text("one "),
                                new Part.ToolCall("a", "f", "", "sig", null),
                                new Part.Text("two")),
                        StopReason.TOOL_CALLS,
                        null,
                        null);

        var node = new ChatDialect().answerWriter(rules(false)).whole(answer);

        assertThat(node.toString())
                .isEqualTo(
                        """
                        {"id":"gw-1","object":"chat.completion","created":7,"model":"mine",\
                        "choices":[{"index":0,"message":{"role":"assistant",\
                        "content":"one two","refusal":null,"tool_calls":[{"id":"a",\
                        "type":"function","function":{"name":"f","arguments":"{}"},\
                        "extra_content":{"google":{"thought_signature":"sig"}}}]},\
                        "logprobs":null,"finish_reason":"tool_calls"}]}\
                        """);
    }

    private static AnsweringRules rules(boolean usage) {
        return new AnsweringRules("mine", "gw-1", 7, usage);
    }

    private static String written(boolean usage, List<AnswerEvent> events) {
        var text = new StringBuilder();
        var writer = new ChatDialect().answerWriter(rules(usage));
        events.forEach(event -> writer.event(event, text));
        return text.toString();
    }
}
