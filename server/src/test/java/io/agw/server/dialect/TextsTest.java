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
                .containsExactly(Sort.ANSWER);
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

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(FoundTexts found, byte[] document) {
        return found.places().stream().map(place -> TextEdits.text(document, place)).toList();
    }
}
