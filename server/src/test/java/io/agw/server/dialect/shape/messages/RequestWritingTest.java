package io.agw.server.dialect.shape.messages;

import static io.agw.server.dialect.shape.messages.WrittenMessages.assistant;
import static io.agw.server.dialect.shape.messages.WrittenMessages.call;
import static io.agw.server.dialect.shape.messages.WrittenMessages.messages;
import static io.agw.server.dialect.shape.messages.WrittenMessages.result;
import static io.agw.server.dialect.shape.messages.WrittenMessages.roles;
import static io.agw.server.dialect.shape.messages.WrittenMessages.said;
import static io.agw.server.dialect.shape.messages.WrittenMessages.system;
import static io.agw.server.dialect.shape.messages.WrittenMessages.text;
import static io.agw.server.dialect.shape.messages.WrittenMessages.texts;
import static io.agw.server.dialect.shape.messages.WrittenMessages.user;
import static io.agw.server.dialect.shape.messages.WrittenMessages.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Message.Role;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How turns and their parts are written.
final class RequestWritingTest {
    private static final String NEW = "claude-opus-4-8";

    @Test
    void messagesOfOneSideInARowBecomeOne() throws Inexpressible {
        var messages =
                messages(said(user("a"), user("b"), assistant(text("c")), assistant(text("d"))));

        assertThat(roles(messages)).containsExactly("user", "assistant");
        assertThat(texts(messages.get(0))).containsExactly("a", "b");
        assertThat(texts(messages.get(1))).containsExactly("c", "d");
    }

    @Test
    void resultsOfToolsStandFirstAndTogether() throws Inexpressible {
        var messages =
                messages(
                        said(
                                user("Go"),
                                assistant(call("1"), call("2")),
                                new Message(Role.USER, List.of(result("1"))),
                                user("and"),
                                new Message(Role.USER, List.of(result("2")))));

        assertThat(messages).hasSize(3);
        assertThat(messages.get(2).path("content").valueStream())
                .extracting(block -> block.path("type").asString())
                .containsExactly("tool_result", "tool_result", "text");
    }

    @Test
    void textWithoutAVisibleCharacterIsLeftAway() throws Inexpressible {
        var messages =
                messages(said(user("Go"), assistant(text(""), call("1")), user(" \n"), user("b")));

        assertThat(messages.get(1).path("content")).hasSize(1);
        assertThat(texts(messages.get(2))).containsExactly("b");
    }

    @Test
    void whatTheModelIsToGoOnFromEndsWithoutWhiteSpace() throws Inexpressible {
        var messages = messages(said(user("Go"), assistant(text("Once "), text("upon \n"))));

        assertThat(texts(messages.get(1))).containsExactly("Once ", "upon");
    }

    @Test
    void theUserMustBegin() {
        assertThatThrownBy(() -> write(said(assistant(text("Hello!")), user("Hi"))))
                .hasMessage("messages: the assistant begins (expected: the user)");
        assertThatThrownBy(() -> write(said(system("Only this."))))
                .hasMessage("messages: none of the user's (expected: at least one)");
    }

    @Test
    void laterInstructionsStandBehindTheUsersTurnWhereTheModelTakesThem() throws Inexpressible {
        var conversation =
                said(
                        system("one"),
                        user("a"),
                        system("two"),
                        user("b"),
                        assistant(text("c")),
                        system("three"),
                        user("d"));

        var request = write(conversation, NEW).request();

        assertThat(texts(request.path("system"))).containsExactly("one");
        var messages = request.path("messages").valueStream().toList();
        assertThat(roles(messages))
                .containsExactly("user", "system", "assistant", "user", "system");
        assertThat(texts(messages.get(1))).containsExactly("two");
        assertThat(texts(messages.get(4))).containsExactly("three");
    }

    @Test
    void laterInstructionsGoToTheSystemPromptWhereItDoesNot() throws Inexpressible {
        var request =
                write(said(system("one"), user("a"), system("two")), "claude-sonnet-4-5").request();

        assertThat(texts(request.path("system"))).containsExactly("one", "two");
        assertThat(request.path("messages")).hasSize(1);
    }

    @Test
    void instructionsBehindTheLastAnswerGoToTheSystemPrompt() throws Inexpressible {
        var request = write(said(user("a"), assistant(text("b")), system("c")), NEW).request();

        assertThat(texts(request.path("system"))).containsExactly("c");
        assertThat(request.path("messages")).hasSize(2);
    }

    @Test
    void aThoughtWithoutASignatureIsLeftOutAndToldSo() throws Inexpressible {
        var written =
                write(
                        said(
                                user("a"),
                                assistant(new Part.Thinking("hm", null), text("b")),
                                user("c")));

        assertThat(written.request().path("messages").get(1).path("content")).hasSize(1);
        assertThat(written.left()).containsExactly("thinking");
    }

    @Test
    void argumentsThatAreNoObjectAreWrapped() throws Inexpressible {
        var messages =
                messages(
                        said(
                                user("a"),
                                assistant(
                                        new Part.ToolCall("1", "n", "{\"city\": \"Par", null, null),
                                        new Part.ToolCall("2", "n", "", null, null))));

        assertThat(messages.get(1).path("content").get(0).path("input"))
                .isEqualTo(
                        ToolArguments.EXACT
                                .createObjectNode()
                                .put("__unparsed_arguments", "{\"city\": \"Par"));
        assertThat(messages.get(1).path("content").get(1).path("input").isEmpty()).isTrue();
    }

    @Test
    void idsOfOtherCharactersStillJoinCallAndResult() throws Inexpressible {
        var messages =
                messages(
                        said(
                                user("a"),
                                assistant(call("functions.get:0"), call("functions-get:0")),
                                new Message(Role.USER, List.of(result("functions.get:0")))));

        var first = messages.get(1).path("content").get(0).path("id").asString();
        var second = messages.get(1).path("content").get(1).path("id").asString();
        assertThat(first).matches("[a-zA-Z0-9_-]+").isNotEqualTo(second);
        assertThat(messages.get(2).path("content").get(0).path("tool_use_id").asString())
                .isEqualTo(first);
    }
}
