package io.agw.server.dialect.shape.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

final class ReadRequestTest {
    private static final String HELLO =
            "'contents': [{'role': 'user', 'parts': [{'text': 'hello'}]}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {}                                                  | contents: is missing
                    {'contents': []}                                    | contents: is missing
                    {'contents': 'hi'}                                  | contents[0]: a string
                    {'contents': [{'role': 'tool', 'parts': []}]}       | contents[0].role: "tool"
                    {'contents': [{'parts': [{'text': 7}]}]}            | contents[0].parts[0].text: a number
                    {'contents': [{'parts': [{}]}]}                     | contents[0].parts[0]: has no data
                    {'contents': [{'parts': [{'text': '', 'inlineData': {}}]}]} | contents[0].parts[0].inlineData: stands beside text
                    {'contents': [{'parts': [{'functionResponse': {'name': 'f', 'response': {}}}]}]} | contents[0].parts[0].functionResponse.name: "f"
                    {'contents': [{'parts': [{'fileData': {'fileUri': 'https://a.example/x'}}]}]} | contents[0].parts[0].fileData.mimeType: is missing
                    {'contents': [{'parts': []}], 'system_instruction': {}, 'systemInstruction': {}} | systemInstruction: stands here twice
                    """)
    void isRefused(String request, String says) {
        assertThatThrownBy(() -> read(request))
                .isInstanceOf(Inexpressible.class)
                .hasMessageStartingWith(says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'topK': 1.5                                 | generationConfig.topK: 1.5
                    'thinkingConfig': {'thinkingLevel': 'huge'} | generationConfig.thinkingConfig.thinkingLevel: "huge"
                    'thinkingConfig': {'thinkingBudget': -2}    | generationConfig.thinkingConfig.thinkingBudget: -2
                    'responseMimeType': 'image/png'             | generationConfig.responseMimeType: "image/png"
                    'responseSchema': {}, 'responseJsonSchema': {} | generationConfig.responseJsonSchema: stands beside
                    """)
    void aSettingIsRefused(String setting, String says) {
        assertThatThrownBy(() -> read("{" + HELLO + ", 'generationConfig': {" + setting + "}}"))
                .isInstanceOf(Inexpressible.class)
                .hasMessageStartingWith(says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'cachedContent': 'cachedContents/1'               | cachedContent
                    'tools': [{'googleSearch': {}}]                   | tools[0].googleSearch
                    'tools': {'code_execution': {}}                   | tools[0].codeExecution
                    'generationConfig': {'candidateCount': 2}         | generationConfig.candidateCount
                    'generationConfig': {'responseModalities': ['IMAGE']} | generationConfig.responseModalities
                    'generationConfig': {'responseMimeType': 'text/x.enum', 'responseSchema': {}} | generationConfig.responseMimeType
                    'generationConfig': {'thinkingConfig': {'x': 1}}  | generationConfig.thinkingConfig.x
                    'toolConfig': {'retrievalConfig': {}}             | toolConfig.retrievalConfig
                    'safetySettings': [{'category': 'X', 'threshold': 'BLOCK_MEDIUM_AND_ABOVE'}] | safetySettings[0].threshold
                    """)
    void whatHasNoLikeElsewhereIsForeign(String member, String path) throws Inexpressible {
        assertThat(read("{" + HELLO + ", " + member + "}").foreign()).containsExactly(path);
    }

    @Test
    void aVideoIsForeignWithItsPlace() throws Inexpressible {
        var read =
                read(
                        "{'contents': [{'parts': [{'fileData': {'mimeType': 'video/mp4', 'fileUri':"
                                + " 'https://a.example/v'}, 'videoMetadata': {'fps': 1}}]}]}");

        assertThat(read.foreign())
                .containsExactly(
                        "contents[0].parts[0].fileData", "contents[0].parts[0].videoMetadata");
    }

    @Test
    void modelAndStreamingAreNotOfTheBody() throws Inexpressible {
        var read = read("{'model': 'models/x', " + HELLO + "}");

        assertThat(read.model()).isEmpty();
        assertThat(read.stream()).isFalse();
        assertThat(read.foreign()).isEmpty();
        assertThat(read.with("gemini-3-pro", true).model()).isEqualTo("gemini-3-pro");
        assertThat(read.with("gemini-3-pro", true).stream()).isTrue();
    }

    @Test
    void strangersToListsAreListsOfOne() throws Inexpressible {
        var read =
                read(
                        "{'systemInstruction': 'be kind', 'contents': {'role': 'user', 'parts':"
                                + " {'text': 'hi'}}}");

        assertThat(read.messages())
                .extracting(Message::role)
                .containsExactly(Message.Role.SYSTEM, Message.Role.USER);
        assertThat(read.messages().get(1).parts()).containsExactly(new Part.Text("hi"));
    }

    @Test
    void argumentsAndSchemasKeepTheirSpelling() throws Inexpressible {
        var read =
                read(
                        "{'contents': [{'role': 'model', 'parts': [{'function_call': {'name': 'f',"
                                + " 'args': {'snake_case': {'max_items': 1}}}}]}], 'tools':"
                                + " [{'function_declarations': [{'name': 'f', 'parameters': {'type':"
                                + " 'OBJECT', 'properties': {'max_items': {'type': 'ARRAY',"
                                + " 'max_items': '2'}}}}]}]}");

        assertThat(read.messages().getFirst().parts().getFirst())
                .isInstanceOfSatisfying(
                        Part.ToolCall.class,
                        call ->
                                assertThat(call.arguments())
                                        .isEqualTo("{\"snake_case\":{\"max_items\":1}}"));
        assertThat(read.tools().getFirst().parameters())
                .hasToString(
                        "{\"type\":\"object\",\"properties\":{\"max_items\":{\"type\":\"array\","
                                + "\"maxItems\":2}}}");
    }

    @Test
    void resultsFindTheCallOfTheirNameInOrder() throws Inexpressible {
        var read =
                read(
                        "{'contents': [{'role': 'model', 'parts': [{'functionCall': {'name': 'f'}},"
                                + " {'functionCall': {'name': 'g'}}, {'functionCall': {'name': 'f'}}]},"
                                + " {'parts': [{'functionResponse': {'name': 'f', 'response': {}}},"
                                + " {'functionResponse': {'name': 'f', 'response': {}}},"
                                + " {'functionResponse': {'name': 'g', 'response': {}}}]}]}");

        var calls = ids(read.messages().get(0));
        assertThat(calls).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-zA-Z0-9_]{1,40}"));
        assertThat(ids(read.messages().get(1)))
                .containsExactly(calls.get(0), calls.get(2), calls.get(1));
    }

    @Test
    void aLaterTurnsResultIsNotOfAnEarlierCallThatNobodyAnswered() throws Inexpressible {
        var read =
                read(
                        "{'contents': [{'role': 'model', 'parts': [{'functionCall': {'name': 'f'}},"
                                + " {'functionCall': {'name': 'g'}}]}, {'parts': [{'functionResponse':"
                                + " {'name': 'g', 'response': {}}}]}, {'role': 'model', 'parts':"
                                + " [{'functionCall': {'name': 'f'}}]}, {'parts': [{'functionResponse':"
                                + " {'name': 'f', 'response': {}}}]}]}");

        assertThat(ids(read.messages().get(3))).isEqualTo(ids(read.messages().get(2)));
    }

    @Test
    void aResultWithAnIdFindsACallWithoutOne() throws Inexpressible {
        var read =
                read(
                        "{'contents': [{'role': 'model', 'parts': [{'functionCall': {'name': 'f'}}]},"
                                + " {'parts': [{'functionResponse': {'id': 'x', 'name': 'f',"
                                + " 'response': {}}}]}]}");

        assertThat(ids(read.messages().get(1))).isEqualTo(ids(read.messages().get(0)));
    }

    @Test
    void piecesOfAStreamThatCameBackAreWholeAgain() throws Inexpressible {
        var read =
                read(
                        "{'contents': [{'role': 'model', 'parts': [{'text': 'a', 'thought': true},"
                                + " {'text': 'b', 'thought': true}, {'text': '', 'thought': true,"
                                + " 'thoughtSignature': 'c2ln'}, {'text': 'x'}, {'text': ' \\n'},"
                                + " {'text': 'y'}, {'thought': true, 'thoughtSignature':"
                                + " 'c2VhbGVk'}]}]}");

        assertThat(read.messages().getFirst().parts())
                .containsExactly(
                        new Part.Thinking("ab", "c2ln"),
                        new Part.Text("x \ny"),
                        new Part.SealedThinking("c2VhbGVk"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BLOCK_NONE", "OFF", "BLOCK_ONLY_HIGH", "block_none"})
    void settingsThatAskForFewerBlocksAreHints(String threshold) throws Inexpressible {
        var read =
                read(
                        "{"
                                + HELLO
                                + ", 'safetySettings': [{'category': 'X', 'threshold': '"
                                + threshold
                                + "'}]}");

        assertThat(read.foreign()).isEmpty();
        assertThat(read.hints().others()).containsOnlyKeys("safetySettings");
    }

    @Test
    void allowingEveryToolAllowsAll() throws Inexpressible {
        var read =
                read(
                        "{"
                                + HELLO
                                + ", 'tools': [{'functionDeclarations': [{'name': 'f'}, {'name':"
                                + " 'g'}]}], 'toolConfig': {'functionCallingConfig': {'mode': 'any',"
                                + " 'allowedFunctionNames': ['g', 'f']}}}");

        assertThat(read.toolChoice())
                .isEqualTo(new ToolChoice(ToolChoice.Mode.REQUIRED, null, null));
        assertThat(read.foreign()).isEmpty();
    }

    @Test
    void aFileOfTheVendorIsStoredAndAnyOtherRemote() throws Inexpressible {
        var read =
                read(
                        "{'contents': [{'parts': [{'fileData': {'mimeType': 'image/png', 'fileUri':"
                                + " 'https://generativelanguage.googleapis.com/v1beta/files/a'}},"
                                + " {'fileData': {'fileUri': 'https://a.example/x.PDF?y'}}]}]}");

        assertThat(read.messages().getFirst().parts())
                .containsExactly(
                        new Part.Image(
                                new Media.Stored(
                                        "https://generativelanguage.googleapis.com/v1beta/files/a",
                                        "contents[0].parts[0].fileData.fileUri"),
                                null,
                                null),
                        new Part.Document(
                                new Media.Remote(
                                        "https://a.example/x.PDF?y",
                                        "contents[0].parts[1].fileData.fileUri"),
                                null,
                                null));
    }

    private static List<String> ids(Message message) {
        return message.parts().stream()
                .map(part ->
                        switch (part) {
                            case Part.ToolCall call -> call.id();
                            case Part.ToolResult result -> result.callId();
                            default -> "";
                        })
                .toList();
    }

    private static Conversation read(String request) throws Inexpressible {
        var json = ToolArguments.EXACT.readTree(request.replace('\'', '"'));
        return new GenerateDialect().readRequest((ObjectNode) json);
    }
}
