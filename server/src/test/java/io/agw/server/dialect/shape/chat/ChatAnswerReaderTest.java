package io.agw.server.dialect.shape.chat;

import static io.agw.server.dialect.shape.chat.ReadChunks.answer;
import static io.agw.server.dialect.shape.chat.ReadChunks.call;
import static io.agw.server.dialect.shape.chat.ReadChunks.called;
import static io.agw.server.dialect.shape.chat.ReadChunks.delta;
import static io.agw.server.dialect.shape.chat.ReadChunks.events;
import static io.agw.server.dialect.shape.chat.ReadChunks.finish;
import static io.agw.server.dialect.shape.chat.ReadChunks.folded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.UpstreamError;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.MalformedAnswer;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What is read from answers of chat completions; their calls of tools have a test of their own.
final class ChatAnswerReaderTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void textAroundCallsIsTwoTexts() throws Exception {
        var answer =
                answer(
                        delta("'content':'before'"),
                        call("'index':0,'id':'a','function':{'name':'f','arguments':'{}'}"),
                        delta("'content':'behind'"));

        assertThat(answer.parts())
                .containsExactly(
                        new Part.Text("before"), called("a", "f", "{}"), new Part.Text("behind"));
    }

    @Test
    void whatIsSaidAfterTheFinishReasonCounts() throws Exception {
        var events =
                events(
                        delta("'content':'one'"),
                        finish("stop"),
                        delta("'content':' two'"),
                        "{'choices':[],'usage':{'prompt_tokens':3,'completion_tokens':2}}");

        assertThat(folded(events).parts()).containsExactly(new Part.Text("one two"));
        assertThat(events).last().isInstanceOf(AnswerEvent.Ended.class);
        assertThat(events.stream().filter(AnswerEvent.Stopped.class::isInstance)).hasSize(1);
    }

    @Test
    void theFinishChunkMayCarryWords() throws Exception {
        var answer =
                folded(
                        events(
                                "{'id':'chat.1','choices':[{'delta':{'content':'all'},"
                                        + "'finish_reason':'length'}]}"));

        assertThat(answer.parts()).containsExactly(new Part.Text("all"));
        assertThat(answer.reason()).isEqualTo(StopReason.LENGTH);
    }

    @Test
    void wordsAndThoughtsThatAlternateAreBlocksOfTheirOwn() throws Exception {
        var answer =
                answer(
                        delta("'reasoning':'a'"),
                        delta("'reasoning':'b','content':''"),
                        delta("'content':'c'"),
                        delta("'reasoning_content':'d'"),
                        delta("'content':'e','role':null"));

        assertThat(answer.parts())
                .containsExactly(
                        new Part.Thinking("ab", null),
                        new Part.Text("c"),
                        new Part.Thinking("d", null),
                        new Part.Text("e"));
    }

    @Test
    void contentMayBeParts() throws Exception {
        var answer =
                answer(
                        delta(
                                "'content':[{'type':'thinking','thinking':[{'type':'text',"
                                        + "'text':'hm'}]},{'type':'text','text':'yes'}]"));

        assertThat(answer.parts())
                .containsExactly(new Part.Thinking("hm", null), new Part.Text("yes"));
    }

    @Test
    void thoughtsWithOtherIndexesAreOthers() throws Exception {
        var answer =
                answer(
                        delta(
                                "'reasoning_details':[{'type':'reasoning.text','text':'a','index':0}]"),
                        delta(
                                "'reasoning_details':[{'type':'reasoning.text','signature':'s/+=',"
                                        + "'index':0},{'type':'reasoning.summary','summary':'b',"
                                        + "'index':1}]"));

        assertThat(answer.parts())
                .containsExactly(new Part.Thinking("a", "s/+="), new Part.Thinking("b", null));
    }

    @Test
    void filterResultsBeforeTheFirstChoiceBeginNothing() throws Exception {
        var events =
                events(
                        "{'id':'','model':'','choices':[],'prompt_filter_results':"
                                + "[{'prompt_index':0,'content_filter_results':{}}]}",
                        delta("'content':'hi'"),
                        finish("stop"));

        assertThat(events).first().isEqualTo(new AnswerEvent.Begun("chat.1", "m"));
        assertThat(folded(events).parts()).containsExactly(new Part.Text("hi"));
    }

    @Test
    void usageInEveryChunkCountsOnce() throws Exception {
        var usage = "'usage':{'prompt_tokens':7,'completion_tokens':%d}}";
        var answer =
                folded(
                        events(
                                "{'choices':[{'delta':{'content':'a'}}]," + usage.formatted(1),
                                "{'choices':[{'delta':{'content':'b'}}]," + usage.formatted(2),
                                "{'choices':[{'delta':{},'finish_reason':'stop'}],"
                                        + usage.formatted(3)));

        assertThat(answer.usage()).isEqualTo(new TokenUsage(7, 0, 0, 0, 3, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'choices':[{'delta':{},'usage':{'prompt_tokens':7,'completion_tokens':3}}]}",
                "{'choices':[],'x_groq':{'usage':{'prompt_tokens':7,'completion_tokens':3}}}"
            })
    void usageStandsElsewhereAtSomeVendors(String chunk) throws Exception {
        assertThat(folded(events(chunk, finish("stop"))).usage())
                .isNotNull()
                .satisfies(usage -> assertThat(usage.input()).isEqualTo(7));
    }

    @Test
    void aFurtherChoiceIsForeign() throws Exception {
        var events =
                events("{'choices':[{'index':1,'delta':{'content':'other'}}]}", finish("stop"));

        assertThat(events).contains(new AnswerEvent.Foreign("choices"));
        assertThat(folded(events).parts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "stop, END",
        "tool_calls, END",
        "eos, END",
        "length, LENGTH",
        "model_length, CONTEXT_FULL",
        "content_filter, REFUSAL",
        "sensitive, REFUSAL"
    })
    void finishReasonsAreRead(String word, StopReason reason) throws Exception {
        assertThat(folded(events(delta("'content':'x'"), finish(word))).reason()).isEqualTo(reason);
    }

    @Test
    void stopAfterCallsMeansCalls() throws Exception {
        assertThat(
                        folded(events(call("'id':'a','function':{'name':'f'}"), finish("stop")))
                                .reason())
                .isEqualTo(StopReason.TOOL_CALLS);
    }

    @Test
    void theStopTextIsKept() throws Exception {
        var answer =
                folded(
                        events(
                                "{'choices':[{'delta':{},'finish_reason':'stop',"
                                        + "'stop_reason':'END'}]}"));

        assertThat(answer.reason()).isEqualTo(StopReason.STOP_SEQUENCE);
        assertThat(answer.sequence()).isEqualTo("END");
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "network_error", "insufficient_system_resource"})
    void aFinishReasonMayBeAFailure(String word) {
        assertThatThrownBy(() -> events(delta("'content':'x'"), finish(word)))
                .isInstanceOfSatisfying(
                        MalformedAnswer.class,
                        e -> {
                            assertThat(e.error()).isEqualTo(new UpstreamError(null, word, null));
                            assertThat(e.isOfModel()).isFalse();
                        });
    }

    @Test
    void withoutAFinishReasonTheLastWordEndsNothing() throws Exception {
        assertThat(events(delta("'content':'half an'")))
                .doesNotHaveAnyElementsOfTypes(AnswerEvent.Stopped.class, AnswerEvent.Ended.class);
    }

    @Test
    void afterAFinishReasonTheLastWordMayBeMissing() throws Exception {
        var reader = new ChatDialect().answerReader("id-1");
        var events = new ArrayList<AnswerEvent>();
        reader.event(JSON.readTree(finish("stop").replace('\'', '"')), events::add);
        reader.end(false, events::add);

        assertThat(events).last().isInstanceOf(AnswerEvent.Ended.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'code':'quota','type':'billing','message':'secret'}}",
                "{'choices':[{'delta':{'content':''},'finish_reason':'error'}],"
                        + "'error':{'code':'quota','type':'billing'}}",
                "{'object':'error','message':'secret','type':'billing','code':'quota'}"
            })
    void errorsWithinAStreamAreTold(String chunk) {
        assertThatThrownBy(() -> events(chunk))
                .isInstanceOfSatisfying(
                        MalformedAnswer.class,
                        error ->
                                assertThat(error.error())
                                        .isEqualTo(new UpstreamError("quota", "billing", null)))
                .hasMessageNotContaining("secret");
    }

    @Test
    void aCodeMayBeANumberAndAnErrorText() {
        assertThatThrownBy(() -> events("{'error':{'code':429,'message':'slow'}}"))
                .isInstanceOfSatisfying(
                        MalformedAnswer.class,
                        error ->
                                assertThat(error.error())
                                        .isEqualTo(new UpstreamError("429", null, null)));
        assertThatThrownBy(() -> events("{'error':'out of memory'}"))
                .isInstanceOf(MalformedAnswer.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{'choices':[]}",
                "{'choices':[{'index':0}]}",
                "{'choices':[{'message':{'content':'x'},'finish_reason':null}]}",
                "{'choices':[{'message':{'tool_calls':[{'id':'a'}]},'finish_reason':'stop'}]}"
            })
    void anAnswerWithoutAMessageOrAnEndIsNone(String answer) {
        var reader = new ChatDialect().answerReader("id-1");

        assertThatThrownBy(
                        () -> reader.whole(JSON.readTree(answer.replace('\'', '"')), event -> {}))
                .isInstanceOf(MalformedAnswer.class);
    }
}
