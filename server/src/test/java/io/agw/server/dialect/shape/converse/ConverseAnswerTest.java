package io.agw.server.dialect.shape.converse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.conversation.Answer;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.conversation.AnswerFold;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.MalformedAnswer;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConverseAnswerTest {
    private static final String TOOL =
            "{'contentBlockStart':{'contentBlockIndex':0,'start':{'toolUse':{'toolUseId':'t1','name':'f'}}}}";

    @ParameterizedTest
    @CsvSource({
        "end_turn, END",
        "tool_use, TOOL_CALLS",
        "max_tokens, LENGTH",
        "stop_sequence, STOP_SEQUENCE",
        "model_context_window_exceeded, CONTEXT_FULL",
        "guardrail_intervened, REFUSAL",
        "content_filtered, REFUSAL",
        "something_new, END"
    })
    void aStopReasonIsReadAsWhatItMeans(String word, StopReason reason) throws MalformedAnswer {
        var fold = new AnswerFold();
        whole("[{'text':'a'}]", word, fold);

        assertThat(fold.answer().reason()).isEqualTo(reason);
        assertThat(fold.foreign().contains("stopReason")).isEqualTo(word.equals("something_new"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"malformed_model_output", "malformed_tool_use"})
    void aModelThatFailedGaveNoAnswer(String word) {
        assertThatThrownBy(() -> whole("[{'text':'a'}]", word, new AnswerFold()))
                .isInstanceOfSatisfying(
                        MalformedAnswer.class,
                        e -> {
                            assertThat(Objects.requireNonNull(e.error()).type()).isEqualTo(word);
                            assertThat(e.isOfModel()).isTrue();
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "throttlingException, 429",
        "validationException, 400",
        "internalServerException, 500",
        "modelStreamErrorException, 500",
        "serviceUnavailableException, 503",
        "modelTimeoutException, 504",
        "somethingElseException, 0"
    })
    void anExceptionIsTheErrorThatItsNameStandsFor(String name, int status) {
        assertThatThrownBy(() -> events("{'" + name + "':{'message':'secret'}}"))
                .isInstanceOfSatisfying(
                        MalformedAnswer.class,
                        e -> {
                            var error = Objects.requireNonNull(e.error());
                            assertThat(error.type()).isEqualTo(name);
                            assertThat(error.status()).isEqualTo(status);
                        })
                .hasMessageNotContaining("secret");
    }

    @Test
    void aCallWhoseTurnIsOverIsACallAllTheSame() throws MalformedAnswer {
        var answer =
                folded(
                        TOOL,
                        "{'contentBlockDelta':{'contentBlockIndex':0,'delta':{'toolUse':{'input':'{}'}}}}",
                        "{'messageStop':{'stopReason':'end_turn'}}",
                        "{'metadata':{}}");

        assertThat(answer.reason()).isEqualTo(StopReason.TOOL_CALLS);
        assertThat(answer.usage()).isNull();
    }

    @Test
    void blocksThatNobodyBeganOrEndedAreRead() throws MalformedAnswer {
        var answer =
                folded(
                        "{'contentBlockDelta':{'delta':{'reasoningContent':{'text':'a'}}}}",
                        "{'contentBlockDelta':{'delta':{'text':'b'}}}",
                        "{'messageStop':{'stopReason':'end_turn'}}",
                        "{'metadata':{'usage':{'inputTokens':1,'outputTokens':2}}}");

        assertThat(answer.parts())
                .containsExactly(new Part.Thinking("a", null), new Part.Text("b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{'messageStart':{},'metadata':{}}",
                "{'messageStop':{}}",
                "{'contentBlockDelta':{'contentBlockIndex':0,'delta':{'toolUse':{'input':'x'}}}}",
                "{'contentBlockDelta':{'delta':{'reasoningContent':{'redactedContent':'?'}}}}"
            })
    void whatIsNoEventIsMalformed(String event) {
        assertThatThrownBy(() -> events(event)).isInstanceOf(MalformedAnswer.class);
    }

    @Test
    void nothingIsSaidBehindWhyTheModelStops() {
        assertThatThrownBy(() ->
                        events(
                                "{'messageStop':{'stopReason':'end_turn'}}",
                                "{'contentBlockDelta':{'contentBlockIndex':0,'delta':{'text':'a'}}}"))
                .isInstanceOf(MalformedAnswer.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'inputTokens':-1,'outputTokens':2}",
                "{'inputTokens':1,'outputTokens':1e99}",
                "{'inputTokens':1,'outputTokens':2,'cacheReadInputTokens':9999999999}",
                "{'inputTokens':'1','outputTokens':2}",
                "{}"
            })
    void usageThatCannotBeBelievedIsNone(String usage) throws MalformedAnswer {
        assertThat(
                        folded(
                                        "{'messageStop':{'stopReason':'end_turn'}}",
                                        "{'metadata':{'usage':" + usage + "}}")
                                .usage())
                .isNull();
    }

    private static Answer folded(String... events) throws MalformedAnswer {
        var fold = new AnswerFold();
        events(events).forEach(fold::add);
        assertThat(fold.isComplete()).isTrue();
        return fold.answer();
    }

    private static List<AnswerEvent> events(String... events) throws MalformedAnswer {
        var found = new ArrayList<AnswerEvent>();
        var reader = new ConverseDialect().answerReader("id-1");
        for (var event : events) {
            reader.event(ToolArguments.EXACT.readTree(event.replace('\'', '"')), found::add);
        }
        reader.end(false, found::add);
        return found;
    }

    private static void whole(String content, String reason, AnswerFold fold)
            throws MalformedAnswer {
        var answer =
                "{'output':{'message':{'content':" + content + "}},'stopReason':'" + reason + "'}";
        new ConverseDialect()
                .answerReader("id-1")
                .whole(ToolArguments.EXACT.readTree(answer.replace('\'', '"')), fold::add);
    }
}
