package io.agw.server.dialect.shape.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.conversation.CacheMark;
import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.shape.CallSignature;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class RequestReadingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'messages': 'Hi' | messages: a string (expected: a list)",
                "'model': 'm' | messages: is missing (expected: a list of messages)",
                "'messages': [{'role': 'user'}]"
                        + "| messages[0].content: is missing (expected: a string or a list of"
                        + " blocks)",
                "'messages': [{'role': 'tool', 'content': 'x'}]"
                        + "| messages[0].role: \"tool\" (expected: user, assistant, system)",
                "'messages': [{'role': 'user', 'content': ['x']}]"
                        + "| messages[0].content[0]: a string (expected: an object)",
                "'messages': [{'role': 'user', 'content': [{'text': 'x'}]}]"
                        + "| messages[0].content[0].type: is missing (expected: a string)",
                "'messages': [{'role': 'assistant', 'content':"
                        + " [{'type': 'tool_use', 'id': 'a', 'name': 'b', 'input': '{}'}]}]"
                        + "| messages[0].content[0].input: a string (expected: an object)",
                "'messages': [], 'max_tokens': 1.5"
                        + "| max_tokens: a number (expected: a whole number)",
                "'messages': [], 'tool_choice': {'type': 'required'}"
                        + "| tool_choice.type: \"required\" (expected: auto, any, tool, none)",
                "'messages': [], 'thinking': {'type': 'on'}"
                        + "| thinking.type: \"on\" (expected: enabled, adaptive, disabled)",
                "'messages': [], 'system': [{'type': 'text', 'text': 'x', 'cache_control':"
                        + " {'type': 'ephemeral', 'ttl': '2h'}}]"
                        + "| system[0].cache_control.ttl: \"2h\" (expected: 5m, 1h)",
            })
    void whatIsNoMessagesRequestIsRefusedByItsPath(String members, String says) {
        assertThatThrownBy(() -> read(members))
                .isInstanceOf(Inexpressible.class)
                .hasMessage(says.trim());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'container': 'c1' | container",
                "'mcp_servers': [{'url': 'https://x'}] | mcp_servers",
                "'output_config': {'task_budget': {'total': 1}} | output_config.task_budget",
                "'tools': [{'type': 'bash_20250124', 'name': 'bash'}] | tools[0]",
                "'tools': [{'name': 'a', 'input_examples': [{}]}] | tools[0].input_examples",
                "'tools': [{'name': 'a', 'allowed_callers': ['code_execution_20250825']}]"
                        + "| tools[0].allowed_callers",
                "'system': [{'type': 'image', 'source': {'type': 'zip'}}] | system[0]",
            })
    void whatChangesTheAnswerIsForeign(String members, String path) throws Inexpressible {
        assertThat(read("'messages': []," + members).foreign()).containsExactly(path.trim());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'context_management': {'edits': []} | context_management",
                "'service_tier': 'auto' | service_tier",
                "'metadata': {'session': 's'} | metadata.session",
                "'betas': ['x'] | betas",
                "'tools': [{'name': 'a', 'eager_input_streaming': true}]"
                        + "| tools[0].eager_input_streaming",
                "'tools': [{'name': 'a', 'defer_loading': true}] | tools[0].defer_loading",
                "'system': [{'type': 'text', 'text': 'x',"
                        + " 'cache_control': {'type': 'ephemeral', 'scope': 'global'}}]"
                        + "| system[0].cache_control.scope",
            })
    void whatDoesNotChangeTheAnswerIsAHint(String members, String path) throws Inexpressible {
        var conversation = read("'messages': []," + members);

        assertThat(conversation.foreign()).isEmpty();
        assertThat(conversation.hints().others()).containsOnlyKeys(path.trim());
    }

    @Test
    void whatIsIdleIsNeither() throws Inexpressible {
        var conversation =
                read(
                        "'messages': [], 'container': null, 'mcp_servers': [], 'tools':"
                                + " [{'type': 'custom', 'name': 'a', 'defer_loading': false,"
                                + " 'allowed_callers': ['direct']}]");

        assertThat(conversation.foreign()).isEmpty();
        assertThat(conversation.hints().others()).isEmpty();
        assertThat(conversation.tools()).hasSize(1);
    }

    @Test
    void instructionsWithinAMessageStandWhereTheyAre() throws Inexpressible {
        var conversation =
                read(
                        "'messages': [{'role': 'user', 'content': [{'type': 'text', 'text': 'a'},"
                                + " {'type': 'mid_conv_system', 'content': [{'type': 'text',"
                                + " 'text': 'b'}], 'cache_control': {'type': 'ephemeral'}},"
                                + " {'type': 'text', 'text': 'c'}]}]");

        assertThat(conversation.messages())
                .extracting(Message::role)
                .containsExactly(Message.Role.USER, Message.Role.SYSTEM, Message.Role.USER);
        assertThat(conversation.messages().get(1).parts())
                .containsExactly(new Part.Text("b", CacheMark.FIVE_MINUTES));
    }

    @Test
    void anEffortAloneLeavesThinkingToTheModel() throws Inexpressible {
        assertThat(read("'messages': [], 'output_config': {'effort': 'low'}").settings())
                .extracting(settings -> settings.reasoning())
                .isEqualTo(new Reasoning(Reasoning.Mode.ADAPTIVE, "low", null, null));
    }

    @Test
    void argumentsKeepEveryDigitAndTheirOrder() throws Inexpressible {
        var conversation =
                read(
                        "'messages': [{'role': 'assistant', 'content': [{'type': 'tool_use',"
                                + " 'id': 'a', 'name': 'b', 'input':"
                                + " {'z': 9007199254740993, 'a': 1.10}}]}]");

        assertThat(conversation.messages().getFirst().parts())
                .containsExactly(
                        new Part.ToolCall(
                                "a", "b", "{\"z\":9007199254740993,\"a\":1.10}", null, null));
    }

    @Test
    void theSignatureOfACallReturnsToItsCall() throws Inexpressible {
        var data = new CallSignature("call b", "c2ln").data();

        var conversation =
                read(
                        "'messages': [{'role': 'assistant', 'content': [{'type': 'tool_use', 'id':"
                                + " 'call b', 'name': 'n', 'input': {}}, {'type':"
                                + " 'redacted_thinking', 'data': '"
                                + data
                                + "'}]}]");

        assertThat(conversation.messages().getFirst().parts())
                .containsExactly(new Part.ToolCall("call b", "n", "{}", "c2ln", null));
    }

    private static Conversation read(String members) throws Inexpressible {
        var request = "{" + members.replace('\'', '"') + "}";
        return new MessagesDialect()
                .readRequest((ObjectNode) ToolArguments.EXACT.readTree(request));
    }
}
