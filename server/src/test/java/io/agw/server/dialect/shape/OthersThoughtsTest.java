package io.agw.server.dialect.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OthersThoughtsTest {
    private static final String MARKED =
            "{\"messages\":[{\"content\":[%s{\"type\":\"thinking\",\"thinking\":\"x\","
                    + "\"signature\":\"agwxmess0000\"},{\"type\":\"text\",\"text\":\"y\"}]}]}";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void aMarkedThoughtIsFoundWhereverItStands(int before) {
        var request = MARKED.formatted("\"" + "a".repeat(before) + "\",");

        assertThat(new String(without(request), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"messages\":[{\"content\":[\""
                                + "a".repeat(before)
                                + "\",{\"type\":\"text\",\"text\":\"y\"}]}]}");
    }

    @Test
    void requestsWithoutOneAreTheSameBytes() {
        for (var request :
                new String[] {
                    "", "{}", "\"agw", "{\"a\":\"agw\"}", "{\"agwx\": 1.0}", "agw\"agw\"agw"
                }) {
            var bytes = bytes(request);
            assertThat(OthersThoughts.without(bytes)).isSameAs(bytes);
        }
    }

    @Test
    void nothingIsOverlookedInWhatLooksAlike() {
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            var noise = new StringBuilder();
            for (int j = random.nextInt(40); j > 0; j--) {
                noise.append("agwx,:".charAt(random.nextInt(6)));
            }
            var request = MARKED.formatted("\"" + noise + "\",");

            assertThat(new String(without(request), StandardCharsets.UTF_8))
                    .as(request)
                    .doesNotContain("agwxmess");
        }
    }

    /// What is left of a request when an answer of nothing but another's thought is taken out.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // words around it become one turn
                "MESSAGES | {'messages':[{'role':'user','content':'a'},{'role':'assistant','content':["
                        + "{'type':'thinking','thinking':'x','signature':'agwxgeneabcd'}]},"
                        + "{'role':'user','content':'b'}]}"
                        + "| {'messages':[{'role':'user','content':'a\\n\\nb'}]}",
                "MESSAGES | {'messages':[{'role':'user','content':'a'},{'role':'assistant','content':["
                        + "{'type':'redacted_thinking','data':'agwxchatabcd'}]},"
                        + "{'role':'user','content':[{'type':'text','text':'b'}]}]}"
                        + "| {'messages':[{'role':'user','content':["
                        + "{'type':'text','text':'a'},{'type':'text','text':'b'}]}]}",
                "MESSAGES | {'messages':[{'content':[ {'type':'text','text':'a'} ], 'role':'user'}, {'role':'assistant','content':["
                        + "{'type':'redacted_thinking','data':'agwxchatabcd'}]} ,"
                        + "{'role':'assistant','content':[{'type':'redacted_thinking','data':'agwxchatabcd'}]},"
                        + "{'role':'user','content':'b'},{'role':'assistant','content':["
                        + "{'type':'redacted_thinking','data':'agwxchatabcd'}]},{'role':'user','content':[]},"
                        + "{'role':'assistant','content':'c'},{'role':'user','content':'d'}]}"
                        + "| {'messages':[{'content':[ {'type':'text','text':'a'} ,{'type':'text','text':'b'}], 'role':'user'},"
                        + "{'role':'assistant','content':'c'},{'role':'user','content':'d'}]}",
                "COUNT_TOKENS | {'messages':[{'role':'user','content':'a'},{'role':'assistant',"
                        + "'content':[{'type':'redacted_thinking','data':'agwxchatabcd'}]}]}"
                        + "| {'messages':[{'role':'user','content':'a'}]}",
                "CHAT | {'messages':[{'role':'user','content':'a'},{'role':'assistant','content':null,"
                        + "'reasoning_details':[{'type':'reasoning.text','signature':'agwxmessabcd'}]},"
                        + "{'role':'user','content':'b'}]}"
                        + "| {'messages':[{'role':'user','content':'a\\n\\nb'}]}",
                "GENERATE | {'contents':[{'role':'user','parts':[{'text':'a'}]},{'role':'model','parts':["
                        + "{'text':'x','thought':true,'thoughtSignature':'agwxmessabcd'}]},"
                        + "{'role':'user','parts':[{'text':'b'}]}]}"
                        + "| {'contents':[{'role':'user','parts':[{'text':'a'},{'text':'b'}]}]}",
                "COUNT_CONTENT | {'generateContentRequest':{'contents':[{'role':'model','parts':["
                        + "{'thought':true,'thoughtSignature':'agwxmessabcd'}]}]}}"
                        + "| {'generateContentRequest':{'contents':[]}}",
                "RESPONSES | {'input':[{'role':'user','content':'a'},{'type':'reasoning',"
                        + "'summary':[],'encrypted_content':'agwxmessabcd'},{'role':'user','content':'b'}]}"
                        + "| {'input':[{'role':'user','content':'a'},{'role':'user','content':'b'}]}",
                // what says something stays a turn
                "CHAT | {'messages':[{'role':'assistant','content':null,'tool_calls':[{'id':'c'}],"
                        + "'reasoning_details':[{'type':'reasoning.text','signature':'agwxmessabcd'}]}]}"
                        + "| {'messages':[{'role':'assistant','content':null,'tool_calls':[{'id':'c'}]}]}",
                "GENERATE | {'contents':[{'parts':[{'text':'a','thoughtSignature':'agwxmessabcd'}]}]}"
                        + "| {'contents':[{'parts':[{'text':'a'}]}]}",
                "CHAT | {'messages':[{'role':'user','content':'a','name':'n'},{'role':'assistant',"
                        + "'content':'','reasoning_details':[{'type':'reasoning.encrypted',"
                        + "'data':'agwxmessabcd'}]},{'role':'user','content':'b'}]}"
                        + "| {'messages':[{'role':'user','content':'a','name':'n'},"
                        + "{'role':'user','content':'b'}]}",
            })
    void noTurnIsLeftWithoutWords(String dialect, String request, String expected) {
        var left = OthersThoughts.without(bytes(request.replace('\'', '"')));

        assertThat(new String(left, StandardCharsets.UTF_8))
                .as(dialect)
                .isEqualTo(expected.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MESSAGES | {'messages':[{'role':'assistant','content':[{'type':'thinking','thinking':'hm','signature':'agwxnone'},{'type':'text','text':'a'}]}]}"
                        + "| {'messages':[{'role':'assistant','content':[{'type':'text','text':'a'}]}]}",
                "RESPONSES | {'input':[{'type':'reasoning','id':'rs_1','summary':[],'encrypted_content':'agwxnone'},{'role':'user','content':'a'}]}"
                        + "| {'input':[{'role':'user','content':'a'}]}",
            })
    void aThoughtThatNobodySignedIsNotShownToAVendorThatSigns(
            String dialect, String request, String expected) {
        noTurnIsLeftWithoutWords(dialect, request, expected);
    }

    /// Space, numbers, escapes and members that stand twice stay as the client wrote them.
    @Test
    void everythingElseStaysByteForByte() {
        var before =
                "{ \"messages\" : [ {\"role\":\"user\",\"content\":\"\\u0061\",\"n\":-0.0,\"n\":1.50},\n"
                        + "{\"role\":\"assistant\", \"content\": [";
        var thought =
                " {\"type\":\"thinking\",\"thinking\":\"]}\",\"signature\":\"agwxgeneabcd\"} ,";
        var after =
                "{ \"type\":\"text\", \"text\":\"b\" }, 1E2 ]}\t], \"metadata\":{\"a\":1,\"a\":2}}";

        assertThat(new String(without(before + thought + after), StandardCharsets.UTF_8))
                .isEqualTo(before + " " + after);
        assertThat(
                        new String(
                                without(before + "0 ," + thought + thought + after),
                                StandardCharsets.UTF_8))
                .isEqualTo(before + "0 ," + after);
    }

    /// A member that stands twice hides no thought.
    @Test
    void aThoughtInTheFirstOfTwoMembersIsFound() {
        var request =
                MARKED.formatted("")
                        .replace("\"text\":\"y\"}]", "\"text\":\"y\"}],\"content\":\"z\"");

        assertThat(new String(without(request), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"messages\":[{\"content\":[{\"type\":\"text\",\"text\":\"y\"}],"
                                + "\"content\":\"z\"}]}");
    }

    @Test
    void whatToolsAreCalledWithIsNobodysThought() {
        var request =
                bytes(
                        "{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\","
                                + "\"input\":{\"data\":\"agwxmessabcd\"}}]}]}");

        assertThat(OthersThoughts.without(request)).isSameAs(request);
    }

    private static byte[] without(String request) {
        return OthersThoughts.without(bytes(request));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
