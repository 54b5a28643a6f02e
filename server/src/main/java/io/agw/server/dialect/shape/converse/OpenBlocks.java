package io.agw.server.dialect.shape.converse;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.shape.Kept;
import io.agw.server.dialect.shape.MalformedAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Blocks of an answer that is being read. Only calls of tools say that they begin; what else comes
/// begins with its first piece, and where a piece of another kind comes for a block, that is a new
/// one. Their indexes among the events count only those that the conversation has a word for. Not
/// thread-safe.
final class OpenBlocks {
    private final Map<Integer, OpenBlock> open = new LinkedHashMap<>();
    private final Kept kept = new Kept();
    private int next;
    private boolean called;

    /// Whether the model has called a tool.
    boolean hasCalls() {
        return called;
    }

    long kept() {
        return kept.characters();
    }

    /// A block that says what it is before it says anything.
    void begin(int index, JsonNode start, Consumer<AnswerEvent> to) {
        end(index, to);
        var call = start.path("toolUse");
        if (call.isObject()) {
            open.put(index, opened(OpenBlock.Kind.CALL, call(call), to));
        } else if (!start.isEmpty()) {
            leaveOut(to);
        }
    }

    /// @throws MalformedAnswer when the piece is no piece of what the block is
    void delta(int index, JsonNode delta, Consumer<AnswerEvent> to) throws MalformedAnswer {
        var reasoning = delta.path("reasoningContent");
        if (delta.path("text").isString()) {
            say(index, OpenBlock.Kind.TEXT, delta.path("text").stringValue(), to);
        } else if (delta.path("toolUse").isObject()) {
            var block = open.get(index);
            if (block == null || block.kind() != OpenBlock.Kind.CALL) {
                throw new MalformedAnswer("arguments of no call (expected: one that has begun)");
            }
            block.say(text(delta.path("toolUse"), "input"), to);
        } else if (reasoning.path("redactedContent").isString()) {
            of(index, OpenBlock.Kind.SEALED, to)
                    .seal(kept.text(reasoning.path("redactedContent").stringValue()));
        } else if (reasoning.isObject()) {
            think(index, reasoning, to);
        } else {
            leaveOut(to);
        }
    }

    /// What begins once something is said in it.
    private void say(int index, OpenBlock.Kind kind, String text, Consumer<AnswerEvent> to) {
        if (!text.isEmpty()) {
            of(index, kind, to).say(text, to);
        }
    }

    private void think(int index, JsonNode reasoning, Consumer<AnswerEvent> to) {
        var signature = text(reasoning, "signature");
        say(index, OpenBlock.Kind.THOUGHT, text(reasoning, "text"), to);
        if (!signature.isEmpty()) {
            of(index, OpenBlock.Kind.THOUGHT, to).sign(kept.text(signature));
        }
    }

    /// A block of a whole answer.
    ///
    /// @throws MalformedAnswer when it is none
    void whole(int index, JsonNode block, Consumer<AnswerEvent> to) throws MalformedAnswer {
        var reasoning = block.path("reasoningContent");
        var call = block.path("toolUse");
        var cited = block.path("citationsContent");
        if (call.isObject()) {
            var opened = opened(OpenBlock.Kind.CALL, call(call), to);
            opened.sayArguments(call.path("input"), to);
            open.put(index, opened);
        } else if (cited.isObject()) {
            to.accept(new AnswerEvent.Foreign("citationsContent"));
            for (var content : cited.path("content")) {
                delta(index, content, to);
            }
        } else if (reasoning.path("reasoningText").isObject()) {
            think(index, reasoning.path("reasoningText"), to);
        } else {
            delta(index, block, to);
        }
        end(index, to);
    }

    void end(int index, Consumer<AnswerEvent> to) {
        var block = open.remove(index);
        if (block != null) {
            if (block.kind() == OpenBlock.Kind.SEALED) {
                int at = next++;
                to.accept(new AnswerEvent.BlockBegun(at, new Block.SealedThinking(block.data())));
                to.accept(new AnswerEvent.BlockEnded(at));
            } else {
                block.end(to);
            }
        }
    }

    void endAll(Consumer<AnswerEvent> to) {
        for (var index : List.copyOf(open.keySet())) {
            end(index, to);
        }
    }

    private OpenBlock of(int index, OpenBlock.Kind kind, Consumer<AnswerEvent> to) {
        var block = open.get(index);
        if (block != null && block.kind() == kind) {
            return block;
        }
        end(index, to);
        var begun =
                switch (kind) {
                    case TEXT -> opened(kind, new Block.Text(), to);
                    case THOUGHT -> opened(kind, new Block.Thinking(), to);
                    case SEALED, CALL -> new OpenBlock(kind, -1);
                };
        open.put(index, begun);
        return begun;
    }

    private OpenBlock opened(OpenBlock.Kind kind, Block block, Consumer<AnswerEvent> to) {
        var opened = new OpenBlock(kind, next++);
        to.accept(new AnswerEvent.BlockBegun(opened.index(), block));
        return opened;
    }

    private Block call(JsonNode call) {
        called = true;
        return new Block.ToolCall(text(call, "toolUseId"), text(call, "name"));
    }

    /// A picture, a citation, and what else there may come to be.
    private static void leaveOut(Consumer<AnswerEvent> to) {
        to.accept(new AnswerEvent.Foreign("block"));
    }

    /// Empty when it is not there or no string.
    private static String text(JsonNode of, String name) {
        var value = of.path(name);
        return value.isString() ? value.stringValue() : "";
    }
}
