package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.shape.Dialect.AnswerReader;
import io.agw.server.dialect.shape.ErrorWords;
import io.agw.server.dialect.shape.MalformedAnswer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads one answer. After its last word nothing more is read.
final class AnswerReading implements AnswerReader {
    private final UsageObject counts = new UsageObject();
    private final OpenBlocks blocks = new OpenBlocks();
    private boolean begun;
    private boolean stopped;
    private boolean ended;

    @Override
    public void whole(JsonNode answer, Consumer<AnswerEvent> to) throws MalformedAnswer {
        refuseError(answer);
        var content = answer.path("content");
        if (!content.isArray()) {
            throw new MalformedAnswer("an answer without content (expected: a list of blocks)");
        }
        begin(answer, to);
        for (var block : content) {
            blocks.begin(null, block, to);
            blocks.end(to);
        }
        stop(answer, to);
        if (!stopped) {
            throw new MalformedAnswer("an answer without stop_reason (expected: one)");
        }
        end(to);
    }

    @Override
    public void event(JsonNode data, Consumer<AnswerEvent> to) throws MalformedAnswer {
        if (ended) {
            return;
        }
        refuseError(data);
        switch (text(data, "type")) {
            case "ping" -> {}
            case "message_start" -> begin(data.path("message"), to);
            case "content_block_start" -> {
                if (stopped) {
                    throw new MalformedAnswer("a block after stop_reason (expected: none)");
                }
                beginUnnamed(to);
                blocks.begin(index(data), data.path("content_block"), to);
            }
            case "content_block_delta" -> blocks.delta(index(data), data.path("delta"), to);
            case "content_block_stop" -> blocks.end(index(data), to);
            case "message_delta" -> {
                count(data.path("usage"), to);
                stop(data.path("delta"), to);
            }
            case "message_stop" -> {
                if (!stopped) {
                    throw new MalformedAnswer("message_stop (expected: a stop_reason before it)");
                }
                end(to);
            }
            case "" -> throw new MalformedAnswer("an event without type (expected: one)");
            default -> to.accept(new AnswerEvent.Foreign("event"));
        }
    }

    @Override
    public void end(boolean terminated, Consumer<AnswerEvent> to) {
        // the model has said all once it says why it stops: the last word alone ends nothing
        if (stopped && !ended) {
            end(to);
        }
    }

    @Override
    public long kept() {
        return blocks.kept();
    }

    private void begin(JsonNode message, Consumer<AnswerEvent> to) {
        if (!begun) {
            begun = true;
            to.accept(new AnswerEvent.Begun(text(message, "id"), text(message, "model")));
        }
        count(message.path("usage"), to);
    }

    private void beginUnnamed(Consumer<AnswerEvent> to) {
        if (!begun) {
            begun = true;
            to.accept(new AnswerEvent.Begun("", ""));
        }
    }

    private void count(JsonNode usage, Consumer<AnswerEvent> to) {
        var counted = counts.read(usage);
        if (counted != null) {
            to.accept(new AnswerEvent.Counted(counted));
        }
    }

    private void stop(JsonNode said, Consumer<AnswerEvent> to) {
        var word = text(said, "stop_reason");
        if (stopped || word.isEmpty()) {
            return;
        }
        stopped = true;
        beginUnnamed(to);
        blocks.endAll(to);
        var reason = StopWords.read(word);
        if (reason == null) {
            to.accept(new AnswerEvent.Foreign("stop_reason"));
            reason = AnswerEvent.StopReason.END;
        }
        var explanation = text(said.path("stop_details"), "explanation");
        if (!explanation.isEmpty()) {
            blocks.say(new Block.Declined(), explanation, to);
        }
        var sequence = text(said, "stop_sequence");
        to.accept(new AnswerEvent.Stopped(reason, sequence.isEmpty() ? null : sequence));
    }

    private void end(Consumer<AnswerEvent> to) {
        ended = true;
        to.accept(new AnswerEvent.Ended());
    }

    private static void refuseError(JsonNode answer) throws MalformedAnswer {
        var error = answer.path("error");
        if (text(answer, "type").equals("error") || error.isObject()) {
            throw ErrorWords.refused(error);
        }
    }

    private static @Nullable Integer index(JsonNode event) {
        var index = event.path("index");
        return index.isIntegralNumber() && index.canConvertToInt() ? index.intValue() : null;
    }

    /// Empty when it is not there or no string.
    static String text(JsonNode of, String name) {
        var value = of.path(name);
        return value.isString() ? value.stringValue() : "";
    }
}
