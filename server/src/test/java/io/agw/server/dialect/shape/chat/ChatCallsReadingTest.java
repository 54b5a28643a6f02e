package io.agw.server.dialect.shape.chat;

import static io.agw.server.dialect.shape.chat.ReadChunks.answer;
import static io.agw.server.dialect.shape.chat.ReadChunks.call;
import static io.agw.server.dialect.shape.chat.ReadChunks.called;
import static io.agw.server.dialect.shape.chat.ReadChunks.delta;
import static io.agw.server.dialect.shape.chat.ReadChunks.events;
import static io.agw.server.dialect.shape.chat.ReadChunks.finish;
import static io.agw.server.dialect.shape.chat.ReadChunks.kept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.shape.MalformedAnswer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Calls of tools in as many forms as vendors send them.
final class ChatCallsReadingTest {
    @Test
    void callsWithoutAnIndexAreToldApartByTheirIds() throws Exception {
        var answer =
                answer(
                        call("'id':'a','function':{'name':'f','arguments':'{'}"),
                        call("'function':{'arguments':'}'}"),
                        call("'id':'b','function':{'name':'g','arguments':'{'}"),
                        call("'id':'a','function':{'arguments':' '}"),
                        call("'id':'b','function':{'arguments':'}'}"));

        assertThat(answer.parts()).containsExactly(called("a", "f", "{} "), called("b", "g", "{}"));
    }

    @Test
    void anIndexThatIsNullIsNone() throws Exception {
        var answer =
                answer(
                        call("'index':null,'id':'a','function':{'name':'f','arguments':'{}'}"),
                        call("'index':null,'id':'b','function':{'name':'g','arguments':'{}'}"));

        assertThat(answer.parts()).containsExactly(called("a", "f", "{}"), called("b", "g", "{}"));
    }

    @Test
    void interleavedCallsKeepTheirArgumentsApart() throws Exception {
        var answer =
                answer(
                        call("'index':0,'id':'a','function':{'name':'f','arguments':''}"),
                        call("'index':1,'id':'b','function':{'name':'g','arguments':'{\\\"x'}"),
                        call("'index':0,'function':{'arguments':'{\\\"y'}"),
                        call("'index':1,'function':{'arguments':'\\\":1}'}"),
                        call("'index':0,'function':{'arguments':'\\\":2}'}"));

        assertThat(answer.parts())
                .containsExactly(called("a", "f", "{\"y\":2}"), called("b", "g", "{\"x\":1}"));
    }

    @Test
    void anIdAndNameThatEveryPieceRepeatsAreOneCall() throws Exception {
        var answer =
                answer(
                        call(
                                "'index':0,'id':'a','function':{'name':'f','arguments':'{\\\"x\\\":'}"),
                        call("'index':0,'id':'a','function':{'name':'f','arguments':'{}'}"),
                        call("'index':0,'id':'a','function':{'name':'f','arguments':'}'}"));

        assertThat(answer.parts()).containsExactly(called("a", "f", "{\"x\":{}}"));
    }

    @Test
    void anIdThatChangesWithEveryPieceIsOneCall() throws Exception {
        var answer =
                answer(
                        call("'index':0,'id':'a','function':{'name':'f','arguments':'{'}"),
                        call("'index':0,'id':'b','function':{'name':null,'arguments':'}'}"),
                        call("'id':'c','function':{'arguments':' '}"));

        assertThat(answer.parts()).containsExactly(called("a", "f", "{} "));
    }

    @Test
    void wholeCallsThatAllHaveIndexZeroAreCallsOfTheirOwn() throws Exception {
        var answer =
                answer(
                        call("'index':0,'id':'a','function':{'name':'f','arguments':'{}'}"),
                        call("'index':0,'id':'b','function':{'name':'f','arguments':'{}'}"));

        assertThat(answer.parts()).containsExactly(called("a", "f", "{}"), called("b", "f", "{}"));
    }

    @Test
    void callsWithoutIdsGetSome() throws Exception {
        var answer =
                answer(
                        call("'index':0,'id':'','function':{'name':'f','arguments':'{}'}"),
                        call("'index':0,'function':{'name':'g','arguments':'{}'}"),
                        call("'index':0,'function':{'name':'g','arguments':'{}'}"));

        assertThat(answer.parts())
                .containsExactly(
                        called("call_id-1_0", "f", "{}"),
                        called("call_id-1_1", "g", "{}"),
                        called("call_id-1_2", "g", "{}"));
    }

    @Test
    void argumentsMayComeBeforeTheName() throws Exception {
        var answer =
                answer(
                        call("'index':0,'function':{'arguments':'{'}"),
                        call("'index':0,'id':'a','function':{'arguments':'}'}"),
                        call("'index':0,'function':{'name':'f'}"));

        assertThat(answer.parts()).containsExactly(called("a", "f", "{}"));
    }

    @Test
    void argumentsMayBeAnObject() throws Exception {
        var answer = answer(call("'id':'a','function':{'name':'f','arguments':{'x':1}}"));

        assertThat(answer.parts()).containsExactly(called("a", "f", "{\"x\":1}"));
    }

    @Test
    void aCallThatNeverSaysWhichToolBreaksTheAnswer() throws Exception {
        assertThat(events(call("'id':'a','function':{'arguments':'{}'}"), finish("tool_calls")))
                .doesNotHaveAnyElementsOfTypes(AnswerEvent.Ended.class);
    }

    /// What has no name yet has to be kept.
    @Test
    void callsWithoutANameAreOnlyTakenUpToALimit() {
        var pieces =
                IntStream.rangeClosed(0, 8_192)
                        .mapToObj(i -> "{'index':" + i + ",'function':{'arguments':'{'}}")
                        .collect(Collectors.joining(","));

        assertThatThrownBy(() -> events(delta("'tool_calls':[" + pieces + "]")))
                .isInstanceOf(MalformedAnswer.class)
                .hasMessageStartingWith("calls of tools: over 8192");
    }

    @Test
    void argumentsOfACallWithoutANameCountAsKept() throws Exception {
        var piece = call("'index':0,'function':{'arguments':'" + "x".repeat(1_000) + "'}");

        assertThat(kept(piece, piece, piece)).isGreaterThanOrEqualTo(3_000);
    }
}
