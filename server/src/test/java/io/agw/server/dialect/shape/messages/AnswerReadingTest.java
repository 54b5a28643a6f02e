package io.agw.server.dialect.shape.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.UpstreamError;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.conversation.AnswerFold;
import io.agw.server.dialect.conversation.Part;
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

final class AnswerReadingTest {
    private static final String START =
            "{'type':'message_start','message':{'id':'msg_1','model':'m','content':[],"
                    + "'usage':{'input_tokens':10,'cache_read_input_tokens':100,"
                    + "'cache_creation_input_tokens':30,'cache_creation':"
                    + "{'ephemeral_5m_input_tokens':20,'ephemeral_1h_input_tokens':10},"
                    + "'output_tokens':1}}}";
    private static final String TEXT =
            "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}";
    private static final String STOP =
            "{'type':'message_delta','delta':{'stop_reason':'end_turn'},"
                    + "'usage':{'output_tokens':7}}";
    private static final String END = "{'type':'message_stop'}";

    private final AnswerReader reader = new MessagesDialect().answerReader("id-1");
    private final List<AnswerEvent> events = new ArrayList<>();

    @Test
    void usageIsReplacedAndNeverSummed() throws MalformedAnswer {
        read(START, STOP, END);

        assertThat(usage()).isEqualTo(new TokenUsage(10, 100, 20, 10, 7, 0));
    }

    @Test
    void usageThatIsRestatedAtTheEndCounts() throws MalformedAnswer {
        read(
                START,
                "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':"
                        + "{'input_tokens':12,'cache_read_input_tokens':0,"
                        + "'cache_creation_input_tokens':30,'output_tokens':9,"
                        + "'output_tokens_details':{'thinking_tokens':4}}}",
                END);

        assertThat(usage()).isEqualTo(new TokenUsage(12, 0, 20, 10, 5, 4));
    }

    @Test
    void aPromptOfNoTokensAtTheEndIsNotBelieved() throws MalformedAnswer {
        read(
                START,
                "{'type':'message_delta','delta':{'stop_reason':'end_turn'},"
                        + "'usage':{'input_tokens':0,'output_tokens':9}}");

        assertThat(usage()).isEqualTo(new TokenUsage(10, 100, 20, 10, 9, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1000000001", "99999999999999999999", "1.5"})
    void absurdUsageIsNoUsage(String tokens) throws MalformedAnswer {
        read(
                "{'type':'message_start','message':{'id':'a','model':'m'}}",
                "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':"
                        + "{'input_tokens':5,'output_tokens':"
                        + tokens
                        + "}}",
                END);

        assertThat(events).noneMatch(AnswerEvent.Counted.class::isInstance);
    }

    @Test
    void anAnswerIsCompleteWithItsStopReasonAndBrokenOffWithout() throws MalformedAnswer {
        read(START, TEXT);
        reader.end(false, events::add);
        assertThat(events).noneMatch(AnswerEvent.Ended.class::isInstance);

        read(STOP);
        reader.end(false, events::add);
        assertThat(events).last().isInstanceOf(AnswerEvent.Ended.class);
    }

    @Test
    void nothingIsReadBehindTheLastWord() throws MalformedAnswer {
        read(START, STOP, END, END, STOP, TEXT, "{'type':'error','error':{}}");

        assertThat(events).filteredOn(AnswerEvent.Ended.class::isInstance).hasSize(1);
        assertThat(events).filteredOn(AnswerEvent.Stopped.class::isInstance).hasSize(1);
    }

    @Test
    void anErrorWithinTheStreamIsTheUpstreams() {
        assertThatThrownBy(() ->
                        read(
                                START,
                                "{'type':'error','error':{'type':'overloaded_error',"
                                        + "'message':'secret words'}}"))
                .isInstanceOfSatisfying(
                        MalformedAnswer.class,
                        e ->
                                assertThat(e.error())
                                        .isEqualTo(
                                                new UpstreamError(null, "overloaded_error", null)))
                .hasMessageNotContaining("secret");
    }

    @Test
    void anErrorInsteadOfAnAnswerIsTheUpstreams() {
        assertThatThrownBy(() ->
                        whole(
                                "{'type':'error','error':{'type':'rate_limit_error','details':"
                                        + "{'error_code':'enforced_spend_limit_reached'}}}"))
                .isInstanceOfSatisfying(
                        MalformedAnswer.class,
                        e ->
                                assertThat(e.error())
                                        .isEqualTo(
                                                new UpstreamError(
                                                        "enforced_spend_limit_reached",
                                                        "rate_limit_error",
                                                        null)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'content_block_delta','index':3,'delta':{'type':'text_delta','text':'x'}}"
                        + "| a delta of no block (expected: one that has begun)",
                "{'type':'content_block_delta','index':0,"
                        + "'delta':{'type':'input_json_delta','partial_json':'x'}}"
                        + "| a delta of another block (expected: text)",
                "{'type':'content_block_start','index':1,'content_block':{}}"
                        + "| a block without type (expected: one)",
                "{'delta':{}} | an event without type (expected: one)",
                "{'type':'message_stop'}" + "| message_stop (expected: a stop_reason before it)",
            })
    void nonsenseIsNamed(String event, String says) {
        assertThatThrownBy(() -> read(START, TEXT, event))
                .isInstanceOf(MalformedAnswer.class)
                .hasMessage(says.trim());
    }

    @Test
    void aBlockBehindTheStopReasonIsNonsense() {
        assertThatThrownBy(() -> read(START, STOP, TEXT)).isInstanceOf(MalformedAnswer.class);
    }

    @Test
    void indexesThatAreLeftOutMeanTheOpenBlock() throws MalformedAnswer {
        read(
                START,
                "{'type':'content_block_start','content_block':{'type':'text','text':''}}",
                "{'type':'content_block_delta','delta':{'type':'text_delta','text':'a'}}",
                "{'type':'content_block_start','content_block':{'type':'tool_use','id':'t',"
                        + "'name':'n','input':{'x':1}}}",
                "{'type':'content_block_stop'}",
                STOP,
                END);

        assertThat(parts())
                .containsExactly(
                        new Part.Text("a"), new Part.ToolCall("t", "n", "{\"x\":1}", null, null));
    }

    @Test
    void noArgumentsAreAnEmptyObject() throws MalformedAnswer {
        read(
                START,
                "{'type':'content_block_start','index':0,'content_block':{'type':'tool_use',"
                        + "'id':'t','name':'n','input':{}}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta',"
                        + "'partial_json':''}}",
                "{'type':'content_block_stop','index':0}",
                STOP,
                END);

        assertThat(parts()).containsExactly(new Part.ToolCall("t", "n", "{}", null, null));
    }

    @Test
    void blocksThatTheUpstreamNeverClosesEndWithTheAnswer() throws MalformedAnswer {
        read(
                START,
                TEXT,
                "{'type':'content_block_start','index':1,'content_block':{'type':'thinking',"
                        + "'thinking':'hm','signature':'c2ln'}}",
                STOP,
                END);

        assertThat(events).filteredOn(AnswerEvent.BlockEnded.class::isInstance).hasSize(2);
        assertThat(parts()).contains(new Part.Thinking("hm", "c2ln"));
    }

    @Test
    void theWordsOfARefusalAreKept() throws MalformedAnswer {
        read(
                START,
                "{'type':'message_delta','delta':{'stop_reason':'refusal','stop_details':"
                        + "{'type':'refusal','category':'bio','explanation':'No.'}}}",
                END);

        assertThat(parts()).containsExactly(new Part.Declined("No."));
        assertThat(events).contains(new AnswerEvent.Stopped(StopReason.REFUSAL, null));
    }

    @Test
    void aReasonThatIsNotKnownIsAnEndAndIsCounted() throws MalformedAnswer {
        read(
                START,
                "{'type':'message_delta','delta':{'stop_reason':'compaction'},"
                        + "'usage':{'output_tokens':1}}",
                END);

        assertThat(events)
                .contains(
                        new AnswerEvent.Foreign("stop_reason"),
                        new AnswerEvent.Stopped(StopReason.END, null));
    }

    @Test
    void eventsAndDeltasThatAreNotKnownAreCountedAndLeftOut() throws MalformedAnswer {
        read(
                START,
                "{'type':'ping'}",
                "{'type':'weather_report'}",
                TEXT,
                "{'type':'content_block_delta','index':0,'delta':{'type':'glitter_delta'}}",
                STOP,
                END);

        assertThat(events)
                .filteredOn(AnswerEvent.Foreign.class::isInstance)
                .containsExactly(
                        new AnswerEvent.Foreign("event"), new AnswerEvent.Foreign("delta"));
    }

    @Test
    void aWholeAnswerNeedsContentAndAReason() {
        assertThatThrownBy(() -> whole("{'id':'a','stop_reason':'end_turn'}"))
                .isInstanceOf(MalformedAnswer.class)
                .hasMessageStartingWith("an answer without content");
        assertThatThrownBy(() -> whole("{'id':'a','content':[],'stop_reason':null}"))
                .isInstanceOf(MalformedAnswer.class)
                .hasMessageStartingWith("an answer without stop_reason");
    }

    @Test
    void aSignatureThatIsNotToldYetCountsAsKept() throws MalformedAnswer {
        read(
                START,
                "{'type':'content_block_start','index':0,'content_block':{'type':'thinking',"
                        + "'thinking':''}}");
        var piece =
                "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta',"
                        + "'signature':'"
                        + "x".repeat(1 << 20)
                        + "'}}";
        for (int i = 0; i < 8; i++) {
            read(piece);
        }

        assertThat(reader.kept()).isEqualTo(8 << 20);
    }

    private void read(String... texts) throws MalformedAnswer {
        for (var text : texts) {
            reader.event(ToolArguments.EXACT.readTree(text.replace('\'', '"')), events::add);
        }
    }

    private void whole(String text) throws MalformedAnswer {
        reader.whole(ToolArguments.EXACT.readTree(text.replace('\'', '"')), events::add);
    }

    private TokenUsage usage() {
        return ((AnswerEvent.Counted)
                        events.stream()
                                .filter(AnswerEvent.Counted.class::isInstance)
                                .toList()
                                .getLast())
                .usage();
    }

    private List<Part> parts() {
        var fold = new AnswerFold();
        events.forEach(fold::add);
        return fold.answer().parts();
    }
}
