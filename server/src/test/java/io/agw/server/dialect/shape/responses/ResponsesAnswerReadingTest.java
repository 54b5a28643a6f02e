package io.agw.server.dialect.shape.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.UpstreamError;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.Dialect.AnswerReader;
import io.agw.server.dialect.shape.MalformedAnswer;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What vendors of responses send that OpenAI does not, and what no answer is.
final class ResponsesAnswerReadingTest {
    private static final String COMPLETED =
            "{'type': 'response.completed', 'response': {'id': 'r', 'output': []}}";

    private final List<AnswerEvent> events = new ArrayList<>();
    private final AnswerReader reader = new ResponsesDialect().answerReader("id-1");

    @Test
    void anItemThatOnlyItsEndTellsOfIsReadFromThere() throws MalformedAnswer {
        read(
                "{'type': 'response.output_item.done', 'output_index': 0, 'item': {'type':"
                        + " 'function_call', 'call_id': 'c', 'name': 'f', 'arguments': '{\\'a\\': 1}'}}",
                COMPLETED);

        assertThat(events)
                .containsExactly(
                        new AnswerEvent.Begun("", ""),
                        new AnswerEvent.BlockBegun(0, new Block.ToolCall("c", "f")),
                        new AnswerEvent.Delta(0, "{\"a\": 1}"),
                        new AnswerEvent.BlockEnded(0),
                        new AnswerEvent.Stopped(StopReason.TOOL_CALLS, null),
                        new AnswerEvent.Ended());
    }

    @Test
    void whatHasNoNameCountsAsKeptAndItemsAreOnlyTakenUpToALimit() throws MalformedAnswer {
        var piece =
                "{'type': 'response.function_call_arguments.delta', 'output_index': 0, 'delta': '"
                        + "x".repeat(1 << 20)
                        + "'}";

        for (int i = 0; i < 9; i++) {
            read(piece);
        }

        assertThat(reader.kept()).isEqualTo(9 << 20);
        assertThatThrownBy(
                        () -> {
                            for (int i = 1; i <= 8_192; i++) {
                                read(
                                        "{'type': 'response.output_item.added', 'output_index': "
                                                + i
                                                + ", 'item': {'type': 'web_search_call'}}");
                            }
                        })
                .hasMessageStartingWith("items of an answer: over 8192");
    }

    @Test
    void anAnswerThatOnlyTheLastEventHoldsIsReadFromThere() throws MalformedAnswer {
        read(
                "{'type': 'response.completed', 'response': {'output': [{'type': 'message',"
                        + " 'content': [{'type': 'output_text', 'text': 'hi'}]}]}}");

        assertThat(events)
                .contains(new AnswerEvent.Delta(0, "hi"))
                .last()
                .isEqualTo(new AnswerEvent.Ended());
    }

    @Test
    void deltasThatNameNoItemAndNoIndexGoToOne() throws MalformedAnswer {
        read(
                "{'type': 'response.output_text.delta', 'item_id': 'm', 'delta': 'a'}",
                "{'type': 'response.output_text.delta', 'item_id': 'm', 'delta': 'b'}",
                "{'type': 'response.output_item.done', 'item': {'id': 'm', 'type': 'message',"
                        + " 'content': [{'type': 'output_text', 'text': 'ab'}]}}",
                COMPLETED);

        assertThat(events)
                .filteredOn(event -> event instanceof AnswerEvent.Delta)
                .containsExactly(new AnswerEvent.Delta(0, "a"), new AnswerEvent.Delta(0, "b"));
    }

    @Test
    void piecesOfSeveralItemsMayAlternate() throws MalformedAnswer {
        read(
                "{'type': 'response.output_item.added', 'output_index': 0, 'item': {'type':"
                        + " 'function_call', 'call_id': 'a', 'name': 'f'}}",
                "{'type': 'response.output_item.added', 'output_index': 1, 'item': {'type':"
                        + " 'function_call', 'call_id': 'b', 'name': 'g'}}",
                "{'type': 'response.function_call_arguments.delta', 'output_index': 1, 'delta':"
                        + " '{'}",
                "{'type': 'response.function_call_arguments.delta', 'output_index': 0, 'delta':"
                        + " '{}'}",
                "{'type': 'response.function_call_arguments.delta', 'output_index': 1, 'delta':"
                        + " '}'}",
                COMPLETED);

        assertThat(events)
                .filteredOn(event -> event instanceof AnswerEvent.Delta)
                .containsExactly(
                        new AnswerEvent.Delta(1, "{"),
                        new AnswerEvent.Delta(0, "{}"),
                        new AnswerEvent.Delta(1, "}"));
    }

    @Test
    void aThoughtInWordsAndInSummaryIsToldOnce() throws MalformedAnswer {
        read(
                "{'type': 'response.reasoning_text.delta', 'output_index': 0, 'delta': 'long'}",
                "{'type': 'response.reasoning_summary_text.delta', 'output_index': 0, 'delta':"
                        + " 'short'}",
                "{'type': 'response.output_item.done', 'output_index': 0, 'item': {'type':"
                        + " 'reasoning', 'summary': [{'text': 'short'}], 'content': [{'text':"
                        + " 'long'}], 'encrypted_content': 's'}}",
                COMPLETED);

        assertThat(events)
                .contains(new AnswerEvent.Delta(0, "long"), new AnswerEvent.Signed(0, "s"))
                .doesNotContain(new AnswerEvent.Delta(0, "short"));
    }

    @Test
    void nothingIsReadBehindTheLastEvent() throws MalformedAnswer {
        read(
                COMPLETED,
                "{'type': 'response.output_text.delta', 'output_index': 5, 'delta': 'a'}",
                COMPLETED);

        assertThat(events).last().isEqualTo(new AnswerEvent.Ended());
        assertThat(events).hasSize(3);
    }

    @Test
    void withoutTheLastEventAnAnswerIsBrokenOff() throws MalformedAnswer {
        read("{'type': 'response.output_text.delta', 'output_index': 0, 'delta': 'a'}");
        reader.end(true, events::add);

        assertThat(events)
                .doesNotHaveAnyElementsOfTypes(AnswerEvent.Stopped.class, AnswerEvent.Ended.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            textBlock =
                    """
                    {'type': 'error', 'code': 'server_error', 'message': 'm', 'param': null} | server_error | -
                    {'type': 'error', 'error': {'type': 'tokens', 'code': 'rate'}}           | rate  | tokens
                    {'type': 'response.failed', 'response': {'error': {'code': 'x'}}}        | x | -
                    {'type': 'response.failed', 'response': {'error': null}}                 | - | -
                    {'type': 'response.completed', 'response': {'error': {'code': 'y'}}}     | y | -
                    {'error': {'code': 429, 'type': 'z'}}                                    | 429 | z
                    """)
    void aFailureIsReportedInWords(String event, String code, String type) {
        assertThatThrownBy(() -> read(event))
                .isInstanceOfSatisfying(
                        MalformedAnswer.class,
                        failed ->
                                assertThat(failed.error())
                                        .isEqualTo(new UpstreamError(code, type, null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{'output': 1}",
                "{'output': [], 'status': 'in_progress'}",
                "{'output': [], 'status': 'queued'}",
                "{'output': [], 'status': 'cancelled'}",
                "{'output': [], 'status': 'failed'}",
                "{'output': [{'type': 'function_call', 'arguments': '{}'}]}"
            })
    void whatIsNoWholeAnswerIsRefused(String answer) {
        assertThatThrownBy(() -> reader.whole(json(answer), events::add))
                .isInstanceOf(MalformedAnswer.class);
    }

    @ParameterizedTest
    @CsvSource({"max_output_tokens, LENGTH", "content_filter, REFUSAL", "tired, LENGTH"})
    void anIncompleteAnswerSaysWhy(String reason, StopReason stop) throws MalformedAnswer {
        reader.whole(
                json(
                        "{'output': [], 'status': 'incomplete', 'incomplete_details': {'reason': '"
                                + reason
                                + "'}}"),
                events::add);

        assertThat(events).contains(new AnswerEvent.Stopped(stop, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'input_tokens': 9, 'output_tokens': 5, 'input_tokens_details': {'cached_tokens': 99} | 0 | 9 | 5 | 0
                    'input_tokens': 9, 'output_tokens': 5, 'output_tokens_details': {'reasoning_tokens': 99} | 9 | 0 | 0 | 5
                    'input_tokens': 9, 'output_tokens': 5 | 9 | 0 | 5 | 0
                    """)
    void partsOfUsageNeverExceedTheWhole(
            String usage, long uncached, long cached, long visible, long thought)
            throws MalformedAnswer {
        reader.whole(json("{'output': [], 'usage': {" + usage + "}}"), events::add);

        assertThat(events)
                .contains(
                        new AnswerEvent.Counted(
                                new TokenUsage(uncached, cached, 0, 0, visible, thought)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'input_tokens': -1, 'output_tokens': 5",
                "'input_tokens': 1.5, 'output_tokens': 5",
                "'input_tokens': 99999999999999999999, 'output_tokens': 5",
                "'output_tokens': 5"
            })
    void usageThatCannotBeIsNotBelieved(String usage) throws MalformedAnswer {
        reader.whole(json("{'output': [], 'usage': {" + usage + "}}"), events::add);

        assertThat(events).doesNotHaveAnyElementsOfTypes(AnswerEvent.Counted.class);
    }

    private void read(String... data) throws MalformedAnswer {
        for (var event : data) {
            reader.event(json(event), events::add);
        }
    }

    private static JsonNode json(String text) {
        var quoted = text.replace("\\'", "\\\"").replace('\'', '"');
        return ToolArguments.EXACT.readTree(quoted);
    }
}
