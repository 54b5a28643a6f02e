package io.agw.server.dialect.shape.converse;

import io.agw.server.dialect.UpstreamError;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.shape.Dialect.AnswerReader;
import io.agw.server.dialect.shape.MalformedAnswer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Reads one answer. Neither its id nor the model is said. A stream says what it used behind why it
/// stops, and after that nothing more is read.
final class ConverseAnswerReader implements AnswerReader {
    private static final String EXCEPTION = "Exception";

    private final OpenBlocks blocks = new OpenBlocks();
    private boolean begun;
    private boolean stopped;
    private boolean ended;

    @Override
    public void whole(JsonNode answer, Consumer<AnswerEvent> to) throws MalformedAnswer {
        var content = answer.path("output").path("message").path("content");
        if (!content.isArray()) {
            throw new MalformedAnswer("an answer without content (expected: a list of blocks)");
        }
        begin(to);
        int index = 0;
        for (var block : content) {
            if (!block.isObject()) {
                throw new MalformedAnswer("a block that is none (expected: an object)");
            }
            blocks.whole(index++, block, to);
        }
        stop(answer, to);
        count(answer, to);
        end(to);
    }

    @Override
    public void event(JsonNode data, Consumer<AnswerEvent> to) throws MalformedAnswer {
        if (ended) {
            return;
        }
        if (!data.isObject() || data.size() != 1) {
            throw new MalformedAnswer("an event that is none (expected: an object of one member)");
        }
        var name = data.propertyNames().iterator().next();
        var event = data.path(name);
        switch (name) {
            case "messageStart" -> begin(to);
            case "contentBlockStart" -> {
                checkGoesOn();
                begin(to);
                blocks.begin(index(event), event.path("start"), to);
            }
            case "contentBlockDelta" -> {
                checkGoesOn();
                begin(to);
                blocks.delta(index(event), event.path("delta"), to);
            }
            case "contentBlockStop" -> blocks.end(index(event), to);
            case "messageStop" -> {
                begin(to);
                stop(event, to);
            }
            case "metadata" -> {
                count(event, to);
                if (stopped) {
                    end(to);
                }
            }
            default -> {
                if (name.endsWith(EXCEPTION)) {
                    throw new MalformedAnswer(
                            "the upstream reported an error",
                            new UpstreamError(null, name, null)
                                    .said(event.path("message").asString("")));
                }
                to.accept(new AnswerEvent.Foreign("event"));
            }
        }
    }

    @Override
    public void end(boolean terminated, Consumer<AnswerEvent> to) {
        // the model has said all once it says why it stops: the usage alone may be missing
        if (stopped && !ended) {
            end(to);
        }
    }

    @Override
    public long kept() {
        return blocks.kept();
    }

    private void begin(Consumer<AnswerEvent> to) {
        if (!begun) {
            begun = true;
            to.accept(new AnswerEvent.Begun("", ""));
        }
    }

    private void checkGoesOn() throws MalformedAnswer {
        if (stopped) {
            throw new MalformedAnswer("a block after stopReason (expected: none)");
        }
    }

    private void count(JsonNode said, Consumer<AnswerEvent> to) {
        var counted = TokenUsageObject.read(said.path("usage"));
        if (counted != null) {
            to.accept(new AnswerEvent.Counted(counted));
        }
    }

    private void stop(JsonNode said, Consumer<AnswerEvent> to) throws MalformedAnswer {
        var word = said.path("stopReason").asString("");
        if (word.isEmpty()) {
            throw new MalformedAnswer("an answer without stopReason (expected: one)");
        }
        if (stopped) {
            return;
        }
        var reason = StopReasons.read(word);
        stopped = true;
        blocks.endAll(to);
        if (reason == null) {
            to.accept(new AnswerEvent.Foreign("stopReason"));
            reason = StopReason.END;
        }
        // some models call tools and say that their turn is over
        boolean calls = reason == StopReason.END && blocks.hasCalls();
        to.accept(new AnswerEvent.Stopped(calls ? StopReason.TOOL_CALLS : reason, null));
    }

    private void end(Consumer<AnswerEvent> to) {
        ended = true;
        to.accept(new AnswerEvent.Ended());
    }

    private static int index(JsonNode event) {
        var index = event.path("contentBlockIndex");
        return index.isIntegralNumber() && index.canConvertToInt() ? index.intValue() : 0;
    }
}
