package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.shape.Dialect;
import io.agw.server.dialect.shape.MalformedAnswer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads answers, whole and in chunks. What a model says after it gave its reason to stop still
/// counts, so the end is told only when the stream has ended.
final class ChatAnswerReader implements Dialect.AnswerReader {
    private final AnswerBlocks blocks;
    private boolean begun;
    private @Nullable String finish;
    private @Nullable String sequence;

    /// @param id of which ids of calls are made
    ChatAnswerReader(String id) {
        this.blocks = new AnswerBlocks(id);
    }

    @Override
    public void whole(JsonNode answer, Consumer<AnswerEvent> to) throws MalformedAnswer {
        ErrorObject.refuse(answer);
        var choice = choice(answer.get("choices"), to);
        var message = choice == null ? null : choice.get("message");
        if (choice == null || message == null || !message.isObject()) {
            throw new MalformedAnswer("an answer without a message");
        }
        begin(answer, to);
        blocks.say(message, true, to);
        count(answer, to);
        takeFinish(choice);
        if (finish == null) {
            throw new MalformedAnswer("an answer without a finish reason");
        }
        if (!blocks.end(to)) {
            throw new MalformedAnswer("a tool call without a name");
        }
        stop(to);
    }

    @Override
    public void event(JsonNode data, Consumer<AnswerEvent> to) throws MalformedAnswer {
        ErrorObject.refuse(data);
        var choice = choice(data.get("choices"), to);
        if (choice != null) {
            begin(data, to);
            var delta = choice.get("delta");
            blocks.say(delta == null ? choice.path("message") : delta, false, to);
            takeFinish(choice);
            count(choice, to);
        }
        count(data, to);
    }

    /// The reason to stop is the last word of the model; that `[DONE]` is missing behind it is no
    /// harm, and without it `[DONE]` ends nothing.
    @Override
    public void end(boolean terminated, Consumer<AnswerEvent> to) {
        if (finish != null && blocks.end(to)) {
            stop(to);
        }
    }

    @Override
    public long kept() {
        return blocks.kept();
    }

    private void stop(Consumer<AnswerEvent> to) {
        to.accept(new AnswerEvent.Stopped(reason(), sequence));
        to.accept(new AnswerEvent.Ended());
    }

    private StopReason reason() {
        return sequence == null
                ? FinishReason.read(String.valueOf(finish), blocks.hasCalls())
                : StopReason.STOP_SEQUENCE;
    }

    private void begin(JsonNode from, Consumer<AnswerEvent> to) {
        if (!begun) {
            begun = true;
            to.accept(
                    new AnswerEvent.Begun(
                            from.path("id").asString(""), from.path("model").asString("")));
        }
    }

    /// The first choice; null when there is none. More than one is asked for by nobody here.
    private static @Nullable JsonNode choice(@Nullable JsonNode choices, Consumer<AnswerEvent> to) {
        if (choices == null || !choices.isArray()) {
            return null;
        }
        @Nullable JsonNode first = null;
        for (var choice : choices) {
            if (first == null && choice.isObject() && choice.path("index").asInt(0) == 0) {
                first = choice;
            } else {
                to.accept(new AnswerEvent.Foreign("choices"));
            }
        }
        return first;
    }

    private void takeFinish(JsonNode choice) throws MalformedAnswer {
        var reason = choice.get("finish_reason");
        if (reason == null || !reason.isString() || reason.stringValue().isEmpty()) {
            return;
        }
        finish = reason.stringValue();
        FinishReason.refuse(finish);
        var text = choice.get("stop_reason");
        if (finish.equals("stop") && text != null && text.isString()) {
            sequence = text.stringValue();
        }
    }

    /// In the chunk, in its choice, or among what is the vendor's own.
    private static void count(JsonNode from, Consumer<AnswerEvent> to) {
        var usage = ChatUsage.read(from.get("usage"));
        if (usage == null) {
            usage = ChatUsage.read(from.path("x_groq").get("usage"));
        }
        if (usage != null) {
            to.accept(new AnswerEvent.Counted(usage));
        }
    }
}
