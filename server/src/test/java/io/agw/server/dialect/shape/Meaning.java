package io.agw.server.dialect.shape;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Hints;
import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A conversation in one of the ways in which it can be said: two that mean the same become equal.
/// Texts, ids, signatures and arguments are left as they are, but for white space between the
/// members of arguments, which dialects that carry objects do not have.
final class Meaning {
    private Meaning() {}

    /// @param maxTokens the most tokens where the client did not say
    static Conversation of(Conversation conversation, long maxTokens) {
        var settings = conversation.settings();
        var others = new TreeMap<>(conversation.hints().others());
        others.remove("store"); // false is the default of one dialect and said in the other
        return new Conversation(
                "model",
                messages(conversation.messages()),
                conversation.tools().stream().map(Meaning::tool).toList(),
                choice(conversation.toolChoice()),
                new AnswerSettings(
                        settings.maxTokens() == null ? maxTokens : settings.maxTokens(),
                        settings.temperature(),
                        settings.topP(),
                        settings.topK(),
                        settings.stop(),
                        settings.frequencyPenalty(),
                        settings.presencePenalty(),
                        settings.seed(),
                        reasoning(settings.reasoning()),
                        settings.format(),
                        settings.verbosity()),
                false, // which some dialects say in the path
                new Hints(conversation.hints().user(), others),
                conversation.begun() == null ? null : "here",
                conversation.foreign());
    }

    /// Messages in a row by one side are one.
    private static List<Message> messages(List<Message> messages) {
        var all = new ArrayList<Message>();
        for (var message : messages) {
            var parts = new ArrayList<Part>();
            if (!all.isEmpty() && all.getLast().role() == message.role()) {
                parts.addAll(all.removeLast().parts());
            }
            message.parts().stream().map(Meaning::part).forEach(parts::add);
            all.add(new Message(message.role(), parts));
        }
        return all;
    }

    private static Part part(Part part) {
        return switch (part) {
            case Part.Text text -> text;
            case Part.Image(var media, var detail, var cache) ->
                    new Part.Image(media(media), detail, cache);
            case Part.Document(var media, var name, var cache) ->
                    new Part.Document(media(media), name, cache);
            case Part.Audio(var media, var cache) -> new Part.Audio(media(media), cache);
            case Part.ToolCall(var id, var name, var arguments, var signature, var cache) ->
                    new Part.ToolCall(
                            id,
                            name,
                            ToolArguments.text(ToolArguments.object(arguments)),
                            signature,
                            cache);
            case Part.ToolResult(var id, _, var content, var failed, var cache) ->
                    new Part.ToolResult(
                            id, null, content.stream().map(Meaning::part).toList(), failed, cache);
            case Part.Thinking thinking -> thinking;
            case Part.SealedThinking sealed -> sealed;
            case Part.Declined(var text) -> new Part.Text(text);
            case Part.Foreign foreign -> foreign;
        };
    }

    private static Media media(Media media) {
        return switch (media) {
            case Media.Inline(var type, var base64, _) -> new Media.Inline(type, base64, "");
            case Media.Remote(var url, _) -> new Media.Remote(url, "");
            case Media.Stored(var id, _) -> new Media.Stored(id, "");
        };
    }

    private static ToolDefinition tool(ToolDefinition tool) {
        return new ToolDefinition(
                tool.name(),
                tool.description(),
                parameters(tool.parameters()),
                Boolean.TRUE.equals(tool.strict()) ? true : null,
                tool.cache());
    }

    /// No parameters, and any.
    private static @Nullable JsonNode parameters(@Nullable JsonNode schema) {
        boolean any =
                schema != null
                        && schema.path("type").asString("").equals("object")
                        && schema.path("properties").isEmpty()
                        && schema.size() <= 2;
        return any ? null : schema;
    }

    private static ToolChoice choice(ToolChoice choice) {
        var mode = choice.mode() == ToolChoice.Mode.UNSAID ? ToolChoice.Mode.AUTO : choice.mode();
        return new ToolChoice(
                mode, choice.name(), Boolean.FALSE.equals(choice.parallel()) ? false : null);
    }

    /// Whether it thinks at all: how hard is said by words in one dialect and by tokens in others.
    private static @Nullable Reasoning reasoning(@Nullable Reasoning reasoning) {
        return reasoning == null || reasoning.mode() != Reasoning.Mode.OFF
                ? null
                : new Reasoning(Reasoning.Mode.OFF, null, null, null);
    }
}
