package io.agw.server.dialect.shape;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.Reasoning;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A conversation as it can be told to whoever is asked, before it is put in their words: without
/// the signatures of other vendors, and without a word about thinking to a model that cannot.
///
/// @param left what was left out, as whoever writes for other dialects calls it
public record Fitting(Conversation conversation, List<String> left) {
    /// Models that do not think, by the beginnings of their names behind a vendor's or a region's.
    /// They refuse to be told anything about it, even not to.
    private static final Pattern THOUGHTLESS =
            Pattern.compile(
                    "(?:^|[/.])(?:chatgpt-4|gpt-3|gpt-4|gpt-5-chat"
                            + "|claude-instant|claude-2|claude-3-(?:5|opus|sonnet|haiku)"
                            + "|gemini-1|gemini-2\\.0)");

    public Fitting {
        left = List.copyOf(left);
    }

    /// @param signatory of the model that will be asked, in another dialect than the client's
    /// @param model as the vendor names it
    public static Fitting of(Conversation asked, Signatory signatory, String model) {
        var left = new TreeSet<String>();
        var messages = signed(asked.messages(), signatory, left);
        var settings = asked.settings();
        var reasoning = settings.reasoning();
        if (reasoning != null && THOUGHTLESS.matcher(model).find()) {
            if (reasoning.mode() != Reasoning.Mode.OFF) {
                left.add("reasoning");
            }
            settings = thoughtless(settings);
        }
        var fitted =
                new Conversation(
                        asked.model(),
                        messages,
                        asked.tools(),
                        asked.toolChoice(),
                        settings,
                        asked.stream(),
                        asked.hints(),
                        isBegun(messages) ? asked.begun() : null,
                        asked.foreign());
        return new Fitting(fitted, List.copyOf(left));
    }

    /// Whether the model is said to have spoken last: all that it said may have been left out.
    private static boolean isBegun(List<Message> messages) {
        return !messages.isEmpty() && messages.getLast().role() == Message.Role.ASSISTANT;
    }

    /// Where all of a message goes, those around it become one: some vendors refuse two of the same
    /// side in a row.
    private static List<Message> signed(
            List<Message> asked, Signatory signatory, TreeSet<String> left) {
        var messages = new ArrayList<Message>(asked.size());
        boolean gap = false;
        for (var message : asked) {
            var fitted = signed(message, signatory, left);
            if (fitted.parts().isEmpty()) {
                gap = true;
                continue;
            }
            var before = gap && !messages.isEmpty() ? messages.getLast() : null;
            if (before != null && before.role() == fitted.role()) {
                var parts = new ArrayList<>(before.parts());
                parts.addAll(fitted.parts());
                messages.set(messages.size() - 1, new Message(fitted.role(), parts));
            } else {
                messages.add(fitted);
            }
            gap = false;
        }
        return messages;
    }

    private static Message signed(Message message, Signatory signatory, TreeSet<String> left) {
        if (message.role() != Message.Role.ASSISTANT) {
            return message;
        }
        var parts = new ArrayList<Part>();
        for (var part : message.parts()) {
            var fitted =
                    switch (part) {
                        case Part.Thinking(var text, var signature) when signature != null ->
                                thought(text, signatory.own(signature));
                        case Part.SealedThinking(var data) -> sealed(signatory.own(data));
                        case Part.Thinking _,
                                Part.Text _,
                                Part.Image _,
                                Part.Document _,
                                Part.Audio _,
                                Part.ToolCall _,
                                Part.ToolResult _,
                                Part.Declined _,
                                Part.Foreign _ ->
                                part;
                    };
            if (fitted != null) {
                parts.add(fitted);
            }
            if (fitted == null || (fitted instanceof Part.Thinking(_, var kept) && kept == null)) {
                left.add("thinking.signature");
            }
        }
        return new Message(message.role(), parts);
    }

    private static @Nullable Part thought(String text, @Nullable String signature) {
        return text.isEmpty() && signature == null ? null : new Part.Thinking(text, signature);
    }

    private static @Nullable Part sealed(@Nullable String data) {
        return data == null ? null : new Part.SealedThinking(data);
    }

    private static AnswerSettings thoughtless(AnswerSettings settings) {
        return new AnswerSettings(
                settings.maxTokens(),
                settings.temperature(),
                settings.topP(),
                settings.topK(),
                settings.stop(),
                settings.frequencyPenalty(),
                settings.presencePenalty(),
                settings.seed(),
                null,
                settings.format(),
                settings.verbosity());
    }
}
