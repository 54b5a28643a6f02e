package io.agw.server.dialect.shape.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.UpstreamError;
import io.agw.server.dialect.conversation.Answer;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.MalformedAnswer;
import io.agw.server.dialect.shape.Sent;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class AnswerTest {
    private final List<AnswerEvent> events = new ArrayList<>();
    private final GenerateDialect dialect = new GenerateDialect();

    @Test
    void aReasonInEveryChunkEndsNothingBeforeTheEnd() throws MalformedAnswer {
        read(
                "{'candidates': [{'content': {'parts': [{'text': 'a'}]}, 'finishReason': 'STOP'}]}",
                "{'candidates': [{'content': {'parts': [{'text': 'b'}]}, 'finishReason':"
                        + " 'MAX_TOKENS'}]}",
                "{'usageMetadata': {'promptTokenCount': 1}}");

        assertThat(events)
                .containsExactly(
                        new AnswerEvent.Begun("", ""),
                        new AnswerEvent.BlockBegun(0, new Block.Text()),
                        new AnswerEvent.Delta(0, "a"),
                        new AnswerEvent.Delta(0, "b"),
                        new AnswerEvent.Counted(new TokenUsage(1, 0, 0, 0, 0, 0)),
                        new AnswerEvent.BlockEnded(0),
                        new AnswerEvent.Stopped(StopReason.LENGTH, null),
                        new AnswerEvent.Ended());
    }

    @Test
    void aStreamWithoutAReasonIsBrokenOff() throws MalformedAnswer {
        read("{'candidates': [{'content': {'parts': [{'text': 'a'}]}}]}");

        assertThat(events).noneMatch(event -> event instanceof AnswerEvent.Ended);
        assertThat(events).noneMatch(event -> event instanceof AnswerEvent.Stopped);
    }

    @Test
    void callsWithoutIdsGetOnesOfTheirAnswer() throws MalformedAnswer {
        var call = "{'candidates': [{'content': {'parts': [{'functionCall': {'name': 'f'}}]}}]}";
        read(call, call, "{'candidates': [{'finishReason': 'STOP'}]}");

        assertThat(ids(events)).containsExactly("agw_call_id-1_0", "agw_call_id-1_1");
        assertThat(events).contains(new AnswerEvent.Stopped(StopReason.TOOL_CALLS, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'promptTokenCount': -1}",
                "{'promptTokenCount': 1000000001}",
                "{'promptTokenCount': 1000000000, 'toolUsePromptTokenCount': 1}",
                "{'promptTokenCount': 9223372036854775807, 'toolUsePromptTokenCount':"
                        + " 9223372036854775807}",
                "{'promptTokenCount': '12'}",
                "{'promptTokenCount': 5, 'cachedContentTokenCount': 6}",
                "{'candidatesTokenCount': 1e300}",
                "[]"
            })
    void absurdUsageIsNotBelieved(String usage) throws MalformedAnswer {
        read("{'candidates': [{'finishReason': 'STOP'}], 'usageMetadata': " + usage + "}");

        assertThat(events).noneMatch(event -> event instanceof AnswerEvent.Counted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    []                                               | an answer without a reason to finish
                    {}                                               | an answer without a reason to finish
                    "text"                                           | an event that is no object
                    {'candidates': [{'content': {'parts': []}}]}     | an answer without a reason to finish
                    {'candidates': [{'finishReason': 'OTHER'}]}      | the model failed
                    {'candidates': [{'finishReason': 'BRAND_NEW'}]}  | the model failed
                    {'candidates': [{'content': {'parts': [{'functionCall': {}}]}}]} | a function call without a name
                    {'candidates': [{'content': {'parts': [{'functionCall': {'name': 'f', 'willContinue': true}}]}}]} | a function call in pieces, which nobody asked for
                    {'error': {'code': 429, 'status': 'RESOURCE_EXHAUSTED', 'message': 'secret'}} | the upstream reported an error
                    """)
    void isNoAnswer(String answer, String says) {
        assertThatThrownBy(() -> dialect.answerReader("id-1").whole(json(answer), events::add))
                .isInstanceOf(MalformedAnswer.class)
                .hasMessage(says);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "OTHER", "UNAVAILABLE"})
    void aReasonToFinishIsOfTheModelEvenWhereItReadsLikeAStatus(String word) {
        assertThatThrownBy(() -> read("{'candidates': [{'finishReason': '" + word + "'}]}"))
                .isInstanceOfSatisfying(
                        MalformedAnswer.class,
                        e -> {
                            assertThat(e.isOfModel()).isTrue();
                            assertThat(e.error()).isEqualTo(new UpstreamError(null, word, null));
                        });
    }

    @Test
    void whatTheUpstreamReportsIsToldInWords() {
        assertThatThrownBy(() ->
                        read(
                                "{'error': {'code': 429, 'status': 'RESOURCE_EXHAUSTED',"
                                        + " 'message': 'secret'}}"))
                .isInstanceOfSatisfying(
                        MalformedAnswer.class,
                        e -> {
                            assertThat(e.isOfModel()).isFalse();
                            assertThat(e.error()).isNotNull();
                            assertThat(e.error())
                                    .hasToString(
                                            "UpstreamError[code=429, type=RESOURCE_EXHAUSTED,"
                                                    + " param=null]");
                        });
    }

    @Test
    void aWholeAnswerMayBeAListOfChunks() throws MalformedAnswer {
        dialect.answerReader("id-1")
                .whole(
                        json(
                                "[{'candidates': [{'content': {'parts': [{'text': 'a'}]}}]},"
                                        + " {'candidates': [{'finishReason': 'STOP'}]}]"),
                        events::add);

        assertThat(events).contains(new AnswerEvent.Delta(0, "a"), new AnswerEvent.Ended());
    }

    @Test
    void whatHasNoLikeIsToldOnce() throws MalformedAnswer {
        var chunk =
                "{'candidates': [{'content': {'parts': [{'inlineData': {}}]}, 'groundingMetadata':"
                        + " {}}, {'index': 1, 'content': {'parts': [{'text': 'other'}]}}]}";
        read(chunk, chunk);

        assertThat(events)
                .containsExactly(
                        new AnswerEvent.Begun("", ""),
                        new AnswerEvent.Foreign("inlineData"),
                        new AnswerEvent.Foreign("groundingMetadata"),
                        new AnswerEvent.Foreign("candidates"));
    }

    @Test
    void piecesOfCallsThatAlternateAreWrittenWholeAndInOrder() {
        var text = new StringBuilder();
        var writer = dialect.answerWriter(new AnsweringRules("m", "gw-1", 0, false));
        List.of(
                        new AnswerEvent.Begun("", "x"),
                        new AnswerEvent.BlockBegun(0, new Block.ToolCall("c0", "f")),
                        new AnswerEvent.BlockBegun(1, new Block.ToolCall("c1", "g")),
                        new AnswerEvent.Delta(1, "{\"b\":"),
                        new AnswerEvent.Delta(0, "{\"a\":9007199254740993}"),
                        new AnswerEvent.Delta(1, "2}"),
                        new AnswerEvent.Signed(1, "c2ln"),
                        new AnswerEvent.BlockEnded(1),
                        new AnswerEvent.BlockEnded(0),
                        new AnswerEvent.Stopped(StopReason.TOOL_CALLS, null),
                        new AnswerEvent.Counted(new TokenUsage(3, 2, 1, 0, 5, 4)),
                        new AnswerEvent.Ended())
                .forEach(event -> writer.event(event, text));

        assertThat(text)
                .hasToString(
                        """
                        data: {"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"id":"c0","name":"f","args":{"a":9007199254740993}}}]},"index":0}],"modelVersion":"m","responseId":"gw-1"}

                        data: {"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"id":"c1","name":"g","args":{"b":2}},"thoughtSignature":"c2ln"}]},"index":0}],"modelVersion":"m","responseId":"gw-1"}

                        data: {"candidates":[{"content":{"role":"model","parts":[{"text":""}]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":6,"candidatesTokenCount":5,"cachedContentTokenCount":2,"thoughtsTokenCount":4,"totalTokenCount":15},"modelVersion":"m","responseId":"gw-1"}

                        """);
    }

    @ParameterizedTest
    @EnumSource(StopReason.class)
    void everyReasonIsWrittenAsOneThatIsRead(StopReason reason) throws MalformedAnswer {
        assertThat(FinishReasons.read(FinishReasons.write(reason, false)))
                .isIn(StopReason.END, StopReason.LENGTH, StopReason.REFUSAL);
    }

    @ParameterizedTest
    @CsvSource({"END, SAFETY", "REFUSAL, SAFETY", "LENGTH, MAX_TOKENS"})
    void theWordsOfARefusalEndAsOne(StopReason reason, String finish) {
        var rules = new AnsweringRules("m", "gw-1", 0, false);
        var parts = List.<Part>of(new Part.Declined("I will not."));
        var whole =
                dialect.answerWriter(rules).whole(new Answer("r", "x", parts, reason, null, null));
        var text = new StringBuilder();
        var writer = dialect.answerWriter(rules);
        List.of(
                        new AnswerEvent.Begun("r", "x"),
                        new AnswerEvent.BlockBegun(0, new Block.Declined()),
                        new AnswerEvent.Delta(0, "I will not."),
                        new AnswerEvent.BlockEnded(0),
                        new AnswerEvent.Stopped(reason, null),
                        new AnswerEvent.Ended())
                .forEach(event -> writer.event(event, text));

        assertThat(whole.at("/candidates/0/finishReason").asString()).isEqualTo(finish);
        assertThat(whole.at("/candidates/0/content/parts/0/text").asString())
                .isEqualTo("I will not.");
        assertThat(text).containsOnlyOnce("\"finishReason\":\"" + finish + "\"");
    }

    @Test
    void thoughtsOfAnyVendorComeBackAsTheyWere() throws Exception {
        var parts =
                List.<Part>of(
                        new Part.Thinking("words", "c2lnQQ=="),
                        new Part.Thinking("", "c2lnQg=="),
                        new Part.SealedThinking("c2lnQw=="),
                        new Part.ToolCall("c1", "f", "{}", "c2lnRA==", null));
        var answer = new Answer("r", "x", parts, StopReason.TOOL_CALLS, null, null);
        var rules = new AnsweringRules("m", "gw-1", 0, true);
        var written = Sent.over(dialect.answerWriter(rules).whole(answer));
        var request = ToolArguments.EXACT.createObjectNode();
        request.putArray("contents").add(written.path("candidates").get(0).path("content"));

        assertThat(dialect.readRequest(request).messages().getFirst().parts()).isEqualTo(parts);
    }

    private void read(String... chunks) throws MalformedAnswer {
        var reader = dialect.answerReader("id-1");
        for (var chunk : chunks) {
            reader.event(json(chunk), events::add);
        }
        reader.end(false, events::add);
    }

    private static List<String> ids(List<AnswerEvent> of) {
        var ids = new ArrayList<String>();
        for (var event : of) {
            if (event instanceof AnswerEvent.BlockBegun(_, Block.ToolCall(var id, _))) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static JsonNode json(String text) {
        return ToolArguments.EXACT.readTree(text.replace('\'', '"'));
    }
}
