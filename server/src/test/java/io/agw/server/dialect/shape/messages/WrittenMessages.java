package io.agw.server.dialect.shape.messages;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Hints;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Message.Role;
import io.agw.server.dialect.conversation.OutputFormat;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolDefinition;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Conversations for tests, and what is written of them.
final class WrittenMessages {
    private WrittenMessages() {}

    static void refused(AnswerSettings settings, String says) {
        assertThatThrownBy(() -> write(with(settings)))
                .isInstanceOf(Inexpressible.class)
                .hasMessageStartingWith(says);
    }

    static void refused(Message message, String says) {
        assertThatThrownBy(() -> write(said(message)))
                .isInstanceOf(Inexpressible.class)
                .hasMessageStartingWith(says);
    }

    static AnswerSettings settings(
            @Nullable Double temperature,
            @Nullable Double penalty,
            @Nullable Long seed,
            @Nullable OutputFormat format) {
        return new AnswerSettings(
                null, temperature, null, null, List.of(), penalty, null, seed, null, format, null);
    }

    static Conversation said(Message... messages) {
        return new Conversation(
                "m",
                List.of(messages),
                List.of(),
                ToolChoice.UNSAID,
                AnswerSettings.UNSAID,
                false,
                Hints.NONE,
                List.of());
    }

    static Conversation with(AnswerSettings settings) {
        return with(settings, List.of(), ToolChoice.UNSAID);
    }

    static Conversation with(
            AnswerSettings settings, List<ToolDefinition> tools, ToolChoice choice) {
        return new Conversation(
                "m", List.of(user("Hi")), tools, choice, settings, false, Hints.NONE, List.of());
    }

    static WrittenRequest write(Conversation conversation) throws Inexpressible {
        return write(conversation, "some-model");
    }

    static WrittenRequest write(Conversation conversation, String model) throws Inexpressible {
        return new MessagesDialect()
                .writeRequest(conversation, new WritingRules(model, 4_096, null));
    }

    static List<JsonNode> messages(Conversation conversation) throws Inexpressible {
        return write(conversation).request().path("messages").valueStream().toList();
    }

    static List<String> roles(List<JsonNode> messages) {
        return messages.stream().map(message -> message.path("role").asString()).toList();
    }

    static List<String> texts(JsonNode of) {
        var blocks = of.isArray() ? of : of.path("content");
        return blocks.valueStream().map(block -> block.path("text").asString()).toList();
    }

    static Message user(String text) {
        return user(text(text));
    }

    static Message user(Part part) {
        return new Message(Role.USER, List.of(part));
    }

    static Message system(String text) {
        return new Message(Role.SYSTEM, List.of(text(text)));
    }

    static Message assistant(Part... parts) {
        return new Message(Role.ASSISTANT, List.of(parts));
    }

    static Part text(String text) {
        return new Part.Text(text);
    }

    static Part call(String id) {
        return new Part.ToolCall(id, "get_weather", "{}", null, null);
    }

    static Part result(String id) {
        return new Part.ToolResult(id, null, List.of(text("18 degrees")), false, null);
    }
}
