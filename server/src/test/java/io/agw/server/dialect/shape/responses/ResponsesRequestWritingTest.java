package io.agw.server.dialect.shape.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import io.agw.server.dialect.shape.chat.ChatDialect;
import io.agw.server.dialect.shape.messages.MessagesDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class ResponsesRequestWritingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'stop': ['x']              | stop
                    'seed': 7                  | seed
                    'top_k': 3                 | top_k
                    'frequency_penalty': 0.5   | frequency_penalty
                    'presence_penalty': -1     | presence_penalty
                    'logit_bias': {'1': 2}     | logit_bias
                    """)
    void whatResponsesHaveNoWordForIsRefused(String member, String field) {
        assertThatThrownBy(() -> chat("{'messages': [], " + member + "}"))
                .isInstanceOfSatisfying(
                        Inexpressible.class,
                        refused -> assertThat(refused.field()).isEqualTo(field))
                .hasMessageContaining("(expected: ");
    }

    @Test
    void functionsAreStrictOnlyWhenTheClientSaysSo() throws Inexpressible {
        var tools =
                chat("""
                {'messages': [], 'tools': [
                  {'type': 'function', 'function': {'name': 'f'}},
                  {'type': 'function', 'function': {'name': 'g', 'strict': true}}]}
                """)
                        .request()
                        .path("tools");

        assertThat(tools.at("/0/strict").booleanValue()).isFalse();
        assertThat(tools.at("/0/parameters/type").stringValue()).isEqualTo("object");
        assertThat(tools.at("/1/strict").booleanValue()).isTrue();
    }

    @Test
    void nothingIsStoredUnlessTheClientSaysSo() throws Inexpressible {
        assertThat(chat("{'messages': []}").request().path("store").booleanValue()).isFalse();
        assertThat(chat("{'messages': [], 'store': true}").request().path("store").booleanValue())
                .isTrue();
    }

    @Test
    void signaturesAreAskedForWhereTheModelThinks() throws Inexpressible {
        assertThat(chat("{'messages': []}").request().has("include")).isFalse();
        assertThat(chat("{'messages': [], 'reasoning_effort': 'none'}").request().has("include"))
                .isFalse();
        assertThat(
                        chat("{'messages': [], 'reasoning_effort': 'low'}")
                                .request()
                                .at("/include/0")
                                .stringValue())
                .isEqualTo("reasoning.encrypted_content");
    }

    @Test
    void aBudgetBecomesAnEffortAndIsListed() throws Inexpressible {
        var written =
                messages(
                        "{'messages': [{'role': 'user', 'content': 'hi'}], 'max_tokens': 9000,"
                                + " 'thinking': {'type': 'enabled', 'budget_tokens': 8192}}");

        assertThat(written.request().at("/reasoning/effort").stringValue()).isEqualTo("high");
        assertThat(written.left()).containsExactly("reasoning.budget");
    }

    @Test
    void thoughtsWithoutASignatureAreLeftOutAndListed() throws Inexpressible {
        var written =
                chat(
                        """
                        {'messages': [{'role': 'assistant', 'content': 'a',
                          'reasoning_content': 'hm'}]}
                        """);

        assertThat(written.request().path("input")).hasSize(1);
        assertThat(written.left()).containsExactly("thinking");
    }

    @Test
    void aFailedResultSaysSo() throws Inexpressible {
        var input =
                messages(
                                """
                                {'max_tokens': 9, 'messages': [
                                  {'role': 'assistant', 'content': [
                                    {'type': 'tool_use', 'id': 'c', 'name': 'f', 'input': {}}]},
                                  {'role': 'user', 'content': [{'type': 'tool_result',
                                    'tool_use_id': 'c', 'is_error': true, 'content': 'no'}]}]}
                                """)
                        .request()
                        .path("input");

        assertThat(input.at("/0/arguments").stringValue()).isEqualTo("{}");
        assertThat(input.at("/1/output").stringValue()).isEqualTo("the tool failed: no");
    }

    @Test
    void instructionsLeadAndLaterOnesStayWhereTheyStand() throws Inexpressible {
        var request =
                messages(
                                """
                                {'max_tokens': 9, 'system': [{'type': 'text', 'text': 'a'},
                                   {'type': 'text', 'text': 'b',
                                    'cache_control': {'type': 'ephemeral'}}],
                                 'messages': [{'role': 'user', 'content': 'hi'},
                                   {'role': 'system', 'content': 'c'}]}
                                """)
                        .request();

        assertThat(request.path("instructions").stringValue()).isEqualTo("a\nb");
        assertThat(request.at("/input/1/role").stringValue()).isEqualTo("system");
    }

    private static WrittenRequest chat(String request) throws Inexpressible {
        return write(new ChatDialect().readRequest(json(request)));
    }

    private static WrittenRequest messages(String request) throws Inexpressible {
        return write(new MessagesDialect().readRequest(json(request)));
    }

    private static WrittenRequest write(Conversation conversation) throws Inexpressible {
        return new ResponsesDialect()
                .writeRequest(conversation, new WritingRules("m", 4_096, null));
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) ToolArguments.EXACT.readTree(text.replace('\'', '"'));
    }
}
