package io.agw.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.TextEdits.Edit;
import io.agw.server.dialect.TextPlace.Sort;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which texts are found where a document has more than one meaning for a name.
final class TextsTest {
    private static final JsonLimits LIMITS = JsonLimits.defaults();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT|{'model':'m','tools':[{'type':'function','function':{'name':'f','parameters':{'properties':{'headers':{'type':'object','description':'SECRET'}}}}}]}",
                "CHAT|{'model':'m','tools':[{'type':'function','function':{'name':'f','parameters':{'properties':{'x':{'default':{'name':'SECRET'}}}}}}]}",
                "MESSAGES|{'model':'m','tools':[{'name':'f','input_schema':{'properties':{'cache_control':{'description':'SECRET'}}}}]}",
                "RESPONSES|{'model':'m','text':{'format':{'type':'json_schema','name':'n','schema':{'properties':{'x':{'examples':[{'id':'SECRET'}]}}}}}}",
                "GENERATE|{'tools':[{'functionDeclarations':[{'name':'f','parametersJsonSchema':{'properties':{'x':{'format':'SECRET'}}}}]}]}"
            })
    void schemasAreReadToTheirLastWord(Api api, String request) throws MalformedJson {
        assertThat(texts(Texts.ofRequest(api, bytes(request), LIMITS), bytes(request)))
                .anyMatch(text -> text.contains("SECRET"));
    }

    @ParameterizedTest
    @CsvSource({"image_url", "file_id", "audio", "logprobs"})
    void anArgumentThatIsCalledLikeAPictureIsNone(String name) throws MalformedJson {
        var request =
                bytes(
                        "{'tools':[{'name':'f','input_schema':{'properties':{'"
                                + name
                                + "':{'type':'string'}}}}]}");

        assertThat(Texts.ofRequest(Api.MESSAGES, request, LIMITS).unread()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT|{'choices':['SECRET']}",
                "GENERATE|{'candidates':['SECRET']}",
                "GENERATE|{'candidates':[{'content':{'parts':['SECRET']}}]}"
            })
    void whatIsNoObjectWhereOneIsExpectedIsReadToo(Api api, String said) throws MalformedJson {
        var event = bytes(said);

        var pieces = new StreamTexts(api, LIMITS).read(event, 0, event.length).pieces();

        assertThat(pieces)
                .extracting(piece -> TextEdits.text(event, piece.place()))
                .containsExactly("SECRET");
    }

    @Test
    void anEventThatBeginsWithSpaceIsReadToo() throws MalformedJson {
        var event = bytes("  {'candidates':[{'content':{'parts':[{'text':'SECRET'}]}}]}");

        var pieces = new StreamTexts(Api.GENERATE, LIMITS).read(event, 0, event.length).pieces();

        assertThat(pieces)
                .extracting(piece -> TextEdits.text(event, piece.place()))
                .containsExactly("SECRET");
    }

    @ParameterizedTest
    @CsvSource({"\"SECRET\"", "[SECRET]", "SECRET"})
    void anEventThatIsNoObjectIsMalformed(String data) {
        var event = data.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> new StreamTexts(Api.CHAT, LIMITS).read(event, 0, event.length))
                .isInstanceOf(MalformedJson.class);
    }

    @Test
    void picturesOnTheirWayAreOfTheAnswer() throws MalformedJson {
        var event =
                bytes(
                        "{'type':'response.image_generation_call.partial_image','output_index':0,"
                                + "'partial_image_b64':'aGk='}");

        assertThat(new StreamTexts(Api.RESPONSES, LIMITS).read(event, 0, event.length).unread())
                .containsExactly(Sort.ASIDE);
    }

    @Test
    void argumentsThatComeByPathsAreNotRead() throws MalformedJson {
        var event =
                bytes(
                        "{'candidates':[{'content':{'parts':[{'functionCall':{'name':'f','partialArgs':"
                                + "[{'jsonPath':'$.to','stringValue':'ann@exa','willContinue':true}]}}]}}]}");

        assertThat(new StreamTexts(Api.GENERATE, LIMITS).read(event, 0, event.length).unread())
                .containsExactly(Sort.TOOL_ARGUMENTS);
    }

    @Test
    void halfAPairStaysWhereTheRestIsReplaced() throws MalformedJson {
        var request = bytes("{'messages':[{'role':'user','content':'\\ud83d ann'}]}");
        var place = Texts.ofRequest(Api.CHAT, request, LIMITS).places().getFirst();
        var text = TextEdits.text(request, place).replace("ann", "[NAME]");

        var changed = TextEdits.apply(request, 0, request.length, List.of(new Edit(place, text)));

        assertThat(new String(changed, StandardCharsets.UTF_8))
                .isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":\"\\ud83d [NAME]\"}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'choices':[{'message':{'role':'assistant','reasoning_content':'n','content':'YES','refusal':'n','annotations':[{'type':'text','text':'n'}]}}]}",
                "{'choices':[{'message':{'content':'YES','reasoning_content':'n'}}]}",
                "{'choices':[{'message':{'role':'assistant','content':[{'type':'thinking','thinking':[{'type':'text','text':'n'}]},{'type':'text','text':'YES'}]}}]}",
                "{'type':'message','role':'assistant','content':[{'type':'thinking','thinking':'n','signature':'x'},{'type':'mcp_tool_result','content':[{'type':'text','text':'n'}]},{'type':'text','text':'YES','citations':[{'cited_text':'n'}]}]}",
                "{'output':[{'type':'reasoning','summary':[{'type':'summary_text','text':'n'}],'content':[{'type':'reasoning_text','text':'n'}]},{'type':'mcp_call','output':'n','arguments':'{}'},{'type':'message','role':'assistant','content':[{'type':'refusal','refusal':'n'},{'type':'output_text','text':'YES','annotations':[{'title':'n'}]}]}]}",
                "{'candidates':[{'content':{'role':'model','parts':[{'text':'n','thought':true},{'codeExecutionResult':{'output':'n'}},{'text':'YES'}]},'groundingMetadata':{'groundingSupports':[{'segment':{'text':'n'}}]}}]}"
            })
    void whatAModelAnswersIsToldFromWhatStandsBesideIt(String answer) throws MalformedJson {
        var body = bytes(answer);

        assertThat(Texts.ofAnswer(body, LIMITS).places())
                .filteredOn(place -> place.sort() != Sort.TOOL_ARGUMENTS)
                .allMatch(place -> place.sort() == of(TextEdits.text(body, place)))
                .anyMatch(place -> place.sort() == Sort.ANSWER);
    }

    private static Sort of(String text) {
        return text.equals("YES") ? Sort.ANSWER : Sort.ASIDE;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT|{'choices':[{'index':0,'delta':{'role':'assistant','content':'YES','reasoning_content':'n','refusal':'n'}}]}",
                "CHAT|{'choices':[{'index':0,'delta':{'content':[{'type':'thinking','thinking':[{'type':'text','text':'n'}]},{'type':'text','text':'YES'}]}}]}",
                "MESSAGES|{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'YES'}}",
                "MESSAGES|{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'n'}}",
                "MESSAGES|{'type':'content_block_delta','index':0,'delta':{'type':'citations_delta','citation':{'cited_text':'n'}}}",
                "MESSAGES|{'type':'content_block_start','index':0,'content_block':{'type':'mcp_tool_result','content':[{'type':'text','text':'n'}]}}",
                "RESPONSES|{'type':'response.output_text.delta','delta':'YES'}",
                "RESPONSES|{'type':'response.output_text.done','text':'YES'}",
                "RESPONSES|{'type':'response.reasoning_text.done','text':'n'}",
                "RESPONSES|{'type':'response.reasoning_summary_text.delta','delta':'n'}",
                "RESPONSES|{'type':'response.reasoning_summary_part.done','part':{'type':'summary_text','text':'n'}}",
                "RESPONSES|{'type':'response.content_part.done','part':{'type':'output_text','text':'YES'}}",
                "RESPONSES|{'type':'response.refusal.delta','delta':'n'}",
                "GENERATE|{'candidates':[{'content':{'parts':[{'text':'n','thought':true},{'text':'YES'}]}}]}"
            })
    void whatAStreamAnswersIsToldFromWhatStandsBesideIt(Api api, String event)
            throws MalformedJson {
        var data = bytes(event);

        assertThat(new StreamTexts(api, LIMITS).read(data, 0, data.length).pieces())
                .isNotEmpty()
                .allMatch(piece -> piece.place().sort() == of(TextEdits.text(data, piece.place())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT|{'messages':[{'role':'user','content':'n'},{'role':'assistant','content':[{'type':'text','text':'OLD'}]}]}",
                "MESSAGES|{'system':'n','messages':[{'role':'assistant','content':'OLD'}]}",
                "RESPONSES|{'input':[{'role':'user','content':'n'},{'type':'message','role':'assistant','content':[{'type':'output_text','text':'OLD'}]},{'type':'function_call','arguments':'OLD'}]}",
                "GENERATE|{'contents':[{'role':'user','parts':[{'text':'n'}]},{'role':'model','parts':[{'text':'OLD'}]}]}"
            })
    void whatTheModelHasSaidBeforeIsToldFromTheRest(Api api, String request) throws MalformedJson {
        var body = bytes(request);

        assertThat(Texts.ofRequest(api, body, LIMITS).places())
                .allMatch(place ->
                        (place.sort() == Sort.EARLIER)
                                == TextEdits.text(body, place).equals("OLD"));
    }

    @Test
    void theCodeOfAnErrorIsNoCodeForATool() throws MalformedJson {
        var event =
                bytes("{'type':'response.failed','response':{'error':{'code':'x','message':'y'}}}");

        assertThat(new StreamTexts(Api.RESPONSES, LIMITS).read(event, 0, event.length).pieces())
                .allMatch(piece -> piece.place().sort() == Sort.ASIDE);
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(FoundTexts found, byte[] document) {
        return found.places().stream().map(place -> TextEdits.text(document, place)).toList();
    }
}
