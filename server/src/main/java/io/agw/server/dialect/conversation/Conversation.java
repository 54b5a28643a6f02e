package io.agw.server.dialect.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request for an answer of a model.
///
/// @param model as the client named it; empty when it named none
/// @param messages in order; system messages stand where the client put them
/// @param tools that the model may call
/// @param toolChoice which of them it may or must
/// @param settings how the answer is to be made
/// @param stream whether the answer is wanted event by event
/// @param hints members that change cost, speed or bookkeeping and never what the answer says; a
///   dialect without their like leaves them out and says so
/// @param begun where the last message stands in the client's request, when the client began it for
///   the model and the answer is to go on from it; null when it is complete, and the model has its
///   turn behind it
/// @param foreign members of the client's dialect, by path, that mean something the conversation
///   has no word for: no other dialect can be asked for it
public record Conversation(
        String model,
        List<Message> messages,
        List<ToolDefinition> tools,
        ToolChoice toolChoice,
        AnswerSettings settings,
        boolean stream,
        Hints hints,
        @Nullable String begun,
        List<String> foreign) {
    public Conversation {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        foreign = List.copyOf(foreign);
    }

    /// The same with a limit of the answer, where it has none.
    ///
    /// @param most tokens; null for no limit
    public Conversation within(@Nullable Long most) {
        var said = settings.maxTokens();
        return most == null || (said != null && said > 0)
                ? this
                : new Conversation(
                        model,
                        messages,
                        tools,
                        toolChoice,
                        settings.within(most),
                        stream,
                        hints,
                        begun,
                        foreign);
    }

    /// A request whose last message is complete.
    public Conversation(
            String model,
            List<Message> messages,
            List<ToolDefinition> tools,
            ToolChoice toolChoice,
            AnswerSettings settings,
            boolean stream,
            Hints hints,
            List<String> foreign) {
        this(model, messages, tools, toolChoice, settings, stream, hints, null, foreign);
    }

    /// The same request, whose answer goes on from what the model is said to have begun, if it is.
    ///
    /// @param last where the last message stands in the client's request
    public Conversation continued(String last) {
        return new Conversation(
                model,
                messages,
                tools,
                toolChoice,
                settings,
                stream,
                hints,
                !messages.isEmpty() && messages.getLast().role() == Message.Role.ASSISTANT
                        ? last
                        : null,
                foreign);
    }

    /// The same request with what a dialect says elsewhere than in the body.
    public Conversation with(String otherModel, boolean streamed) {
        return new Conversation(
                otherModel, messages, tools, toolChoice, settings, streamed, hints, begun, foreign);
    }
}
