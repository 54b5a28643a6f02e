package io.agw.server.dialect.shape.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolDefinition;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

final class ResponsesRequestReadingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'previous_response_id': 'resp_1'    | previous_response_id
                    'conversation': {'id': 'conv_1'}    | conversation
                    'prompt': {'id': 'pmpt_1'}          | prompt
                    'background': true                  | background
                    'input': [{'id': 'msg_1'}]          | input[0]
                    'input': [{'id': 'msg_1', 'type': 'item_reference'}] | input[0]
                    """)
    void whatOnlyAVendorKeepsIsRefused(String member, String field) {
        var input = member.startsWith("'input'") ? "" : ", 'input': 'hi'";
        assertThatThrownBy(() -> read("{" + member + input + "}"))
                .isInstanceOfSatisfying(
                        Inexpressible.class,
                        refused -> assertThat(refused.field()).isEqualTo(field))
                .hasMessageContaining("(expected: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'input': 1}",
                "{'input': [1]}",
                "{'input': [{}]}",
                "{'input': [{'role': 'robot', 'content': 'hi'}]}",
                "{'input': [{'role': 'user'}]}",
                "{'input': [{'role': 'user', 'content': [{'type': 'input_image'}]}]}",
                "{'input': [{'type': 'function_call', 'name': 'f', 'arguments': '{}'}]}",
                "{'input': 'hi', 'tools': [{'type': 'function'}]}",
                "{'input': 'hi', 'tool_choice': 'some'}",
                "{'input': 'hi', 'reasoning': {'effort': 'huge'}}",
                "{'input': 'hi', 'text': {'format': {'type': 'json_schema', 'name': 'n'}}}"
            })
    void whatIsNoneIsRefusedWithWhatWasExpected(String request) {
        assertThatThrownBy(() -> read(request))
                .isInstanceOf(Inexpressible.class)
                .hasMessageContaining("(expected: ");
    }

    @Test
    void whatTheModelSaysThinksAndCallsInARowIsOneMessage() throws Inexpressible {
        var messages =
                read("""
                {'input': [
                  {'role': 'user', 'content': 'hi'},
                  {'type': 'reasoning', 'summary': [{'type': 'summary_text', 'text': 'a'},
                    {'type': 'summary_text', 'text': 'b'}], 'encrypted_content': 's+/='},
                  {'role': 'assistant', 'content': 'I look.'},
                  {'type': 'function_call', 'call_id': 'c', 'name': 'f', 'arguments': ''},
                  {'type': 'function_call_output', 'call_id': 'c', 'output': 'x'},
                  {'role': 'user', 'content': 'and?'}]}
                """)
                        .messages();

        assertThat(messages)
                .containsExactly(
                        new Message(Message.Role.USER, List.of(new Part.Text("hi"))),
                        new Message(
                                Message.Role.ASSISTANT,
                                List.of(
                                        new Part.Thinking("a\n\nb", "s+/="),
                                        new Part.Text("I look."),
                                        new Part.ToolCall("c", "f", "", null, null))),
                        new Message(
                                Message.Role.USER,
                                List.of(
                                        new Part.ToolResult(
                                                "c",
                                                null,
                                                List.of(new Part.Text("x")),
                                                false,
                                                null),
                                        new Part.Text("and?"))));
    }

    @Test
    void aThoughtWithoutWordsIsSealedUnlessItsVendorHidesThem() throws Inexpressible {
        var parts =
                read("""
                {'input': [
                  {'type': 'reasoning', 'summary': [], 'encrypted_content': 'a'},
                  {'type': 'reasoning', 'summary': [{'type': 'summary_text', 'text': ''}],
                    'encrypted_content': 'b'},
                  {'type': 'reasoning', 'summary': [], 'content': null,
                    'encrypted_content': null},
                  {'type': 'reasoning', 'summary': [{'type': 'summary_text', 'text': 'c'}],
                    'content': [{'type': 'reasoning_text', 'text': 'd'}]}]}
                """)
                        .messages()
                        .getFirst()
                        .parts();

        assertThat(parts)
                .containsExactly(
                        new Part.SealedThinking("a"),
                        new Part.Thinking("", "b"),
                        new Part.Thinking("d", null));
    }

    @Test
    void theSignatureOfACallGoesBackToIt() throws Inexpressible {
        var parts =
                read("""
                {'input': [
                  {'type': 'function_call', 'call_id': 'c', 'name': 'f', 'arguments': '{}'},
                  {'type': 'reasoning', 'summary': [],
                    'encrypted_content': 'agw-call-signature s+/= c'}]}
                """)
                        .messages()
                        .getFirst()
                        .parts();

        assertThat(parts).containsExactly(new Part.ToolCall("c", "f", "{}", "s+/=", null));
    }

    @Test
    void onlyAllowedToolsAreToldOf() throws Inexpressible {
        var conversation =
                read(
                        """
                        {'input': 'hi', 'tools': [{'type': 'function', 'name': 'f'},
                          {'type': 'function', 'name': 'g'}, {'type': 'function', 'name': 'h'}],
                         'tool_choice': {'type': 'allowed_tools', 'mode': 'auto', 'tools': [
                           {'type': 'function', 'name': 'h'}, {'type': 'function', 'name': 'f'}]}}
                        """);

        assertThat(conversation.tools()).extracting(ToolDefinition::name).containsExactly("f", "h");
        assertThat(conversation.toolChoice().mode()).isEqualTo(ToolChoice.Mode.AUTO);
        assertThat(conversation.foreign()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'tools': [{'type': 'web_search'}]                    | tools[0]
                    'tools': [{'type': 'custom', 'name': 'patch'}]       | tools[0]
                    'tool_choice': {'type': 'web_search'}                | tool_choice
                    'include': ['message.output_text.logprobs']          | include[0]
                    'top_logprobs': 3                                    | top_logprobs
                    'text': {'format': {'type': 'grammar'}}              | text.format
                    'text': {'tone': 'loud'}                             | text.tone
                    'reasoning': {'effort': 'low', 'context': 'all'}     | reasoning.context
                    'tomorrow': 1                                        | tomorrow
                    """)
    void whatOnlyResponsesKnowIsForeign(String member, String path) throws Inexpressible {
        assertThat(read("{'input': 'hi', " + member + "}").foreign()).containsExactly(path);
    }

    @Test
    void whatSaysNothingIsNeitherForeignNorAHint() throws Inexpressible {
        var conversation =
                read(
                        """
                        {'input': 'hi', 'instructions': '', 'store': false, 'background': false,
                         'truncation': 'disabled', 'top_logprobs': 0, 'previous_response_id': null,
                         'include': ['reasoning.encrypted_content'], 'reasoning': {}}
                        """);

        assertThat(conversation.foreign()).isEmpty();
        assertThat(conversation.hints().others()).isEmpty();
        assertThat(conversation.messages()).hasSize(1);
        assertThat(conversation.settings().reasoning()).isNull();
    }

    @Test
    void theDefaultToStoreIsNoReasonToRefuse() throws Inexpressible {
        var conversation = read("{'input': 'hi', 'store': true, 'include': ['a.b']}");

        assertThat(conversation.foreign()).isEmpty();
        assertThat(conversation.hints().others()).containsOnlyKeys("store", "include");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            textBlock =
                    """
                    'effort': 'none'                        | OFF      | -    | -
                    'effort': 'xhigh'                       | ON       | xhigh | -
                    'effort': 'low', 'summary': 'auto'      | ON       | low  | true
                    'summary': 'concise'                    | ADAPTIVE | -    | true
                    'generate_summary': 'auto'              | ADAPTIVE | -    | true
                    """)
    void reasoningIsAnEffortAndWhetherItIsShown(
            String members, Reasoning.Mode mode, String effort, Boolean shown)
            throws Inexpressible {
        assertThat(read("{'input': 'hi', 'reasoning': {" + members + "}}").settings().reasoning())
                .isEqualTo(new Reasoning(mode, effort, null, shown));
    }

    private static Conversation read(String request) throws Inexpressible {
        var tree = ToolArguments.EXACT.readTree(request.replace('\'', '"'));
        return new ResponsesDialect().readRequest((ObjectNode) tree);
    }
}
