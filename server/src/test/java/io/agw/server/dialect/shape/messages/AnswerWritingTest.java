package io.agw.server.dialect.shape.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.Answer;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Dialect.AnswerWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswerWritingTest {
    private final AnswerWriter writer =
            new MessagesDialect()
                    .answerWriter(new AnsweringRules("the-model", "gw-1", 1_700_000_000, true));

    @Test
    void blocksThatAlternateAreWrittenOneAfterAnother() {
        var text =
                stream(
                        new AnswerEvent.Begun("", ""),
                        new AnswerEvent.BlockBegun(0, new Block.ToolCall("a", "one")),
                        new AnswerEvent.BlockBegun(1, new Block.ToolCall("b", "two")),
                        new AnswerEvent.Delta(0, "{\"x\""),
                        new AnswerEvent.Delta(1, "{\"y\""),
                        new AnswerEvent.Delta(0, ":1}"),
                        new AnswerEvent.Delta(1, ":2}"),
                        new AnswerEvent.BlockEnded(0),
                        new AnswerEvent.BlockEnded(1),
                        new AnswerEvent.Stopped(StopReason.TOOL_CALLS, null),
                        new AnswerEvent.Ended());

        assertThat(text.lines().filter(line -> line.startsWith("data: ")).skip(1).toList())
                .hasSize(9)
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"index\":0", "\"id\":\"a\""),
                        line -> assertThat(line).contains("\"index\":0", "{\\\"x\\\""),
                        line -> assertThat(line).contains("\"index\":0", ":1}"),
                        line -> assertThat(line).contains("content_block_stop\",\"index\":0"),
                        line -> assertThat(line).contains("\"index\":1", "\"id\":\"b\""),
                        line -> assertThat(line).contains("\"index\":1", "{\\\"y\\\":2}"),
                        line -> assertThat(line).contains("content_block_stop\",\"index\":1"),
                        line -> assertThat(line).contains("\"stop_reason\":\"tool_use\""),
                        line -> assertThat(line).contains("message_stop"));
    }

    @Test
    void anAnswerOfToolCallsHasNoEmptyText() {
        var text =
                stream(
                        new AnswerEvent.Begun("msg_1", "m"),
                        new AnswerEvent.BlockBegun(0, new Block.Text()),
                        new AnswerEvent.BlockEnded(0),
                        new AnswerEvent.BlockBegun(1, new Block.ToolCall("a", "one")),
                        new AnswerEvent.BlockEnded(1));

        assertThat(text).doesNotContain("\"type\":\"text\"").contains("\"index\":0");
    }

    @Test
    void theLastWordsWaitForTheEnd() {
        var before =
                stream(
                        new AnswerEvent.Begun("msg_1", "m"),
                        new AnswerEvent.BlockBegun(0, new Block.Text()),
                        new AnswerEvent.Delta(0, "Hi"),
                        new AnswerEvent.BlockEnded(0),
                        new AnswerEvent.Stopped(StopReason.END, null));

        var last =
                stream(
                        new AnswerEvent.Counted(new TokenUsage(5, 4, 3, 2, 1, 6)),
                        new AnswerEvent.Ended());

        assertThat(before).doesNotContain("message_delta", "message_stop");
        assertThat(last)
                .contains(
                        "\"usage\":{\"input_tokens\":5,\"cache_creation_input_tokens\":5,"
                                + "\"cache_read_input_tokens\":4,")
                .contains("\"output_tokens\":7,\"output_tokens_details\":{\"thinking_tokens\":6}")
                .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }

    @Test
    void theSignatureOfACallTravelsBehindIt() {
        var text =
                stream(
                        new AnswerEvent.Begun("msg_1", "m"),
                        new AnswerEvent.BlockBegun(0, new Block.ToolCall("a", "one")),
                        new AnswerEvent.Signed(0, "c2ln"),
                        new AnswerEvent.BlockEnded(0));

        assertThat(text)
                .contains(
                        "\"index\":1,\"content_block\":{\"type\":\"redacted_thinking\","
                                + "\"data\":\"agw-call-signature c2ln a\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "END, false, false, end_turn",
        "END, true, false, tool_use",
        "END, false, true, refusal",
        "TOOL_CALLS, true, false, tool_use",
        "TOOL_CALLS, false, false, end_turn",
        "LENGTH, true, false, max_tokens",
        "CONTEXT_FULL, false, false, model_context_window_exceeded",
        "REFUSAL, false, false, refusal",
        "PAUSE, false, false, pause_turn",
        "STOP_SEQUENCE, false, false, stop_sequence",
    })
    void theReasonFitsWhatTheAnswerHolds(
            StopReason reason, boolean called, boolean declined, String word) {
        assertThat(StopWords.write(reason, called, declined)).isEqualTo(word);
    }

    @Test
    void argumentsThatAreNoObjectAreWrappedInAWholeAnswer() {
        var answer =
                new Answer(
                        "",
                        "",
                        List.of(
                                new Part.ToolCall(
                                        "a", "n", "{\"x\": 9007199254740993, ", null, null)),
                        StopReason.LENGTH,
                        null,
                        null);

        var written = writer.whole(answer);

        assertThat(written.path("content").get(0).path("input").toString())
                .isEqualTo("{\"__unparsed_arguments\":\"{\\\"x\\\": 9007199254740993, \"}");
        assertThat(written.path("id").asString()).isEqualTo("gw-1");
        assertThat(written.path("usage").path("input_tokens").longValue()).isZero();
    }

    private String stream(AnswerEvent... events) {
        var text = new StringBuilder();
        for (var event : events) {
            writer.event(event, text);
        }
        return text.toString();
    }
}
