package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.CallSignature;
import io.agw.server.dialect.shape.Signer;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes one streamed answer. Clients take one block at a time, so blocks that are told at once
/// are written one after another in the order in which they began; what belongs to a later one
/// waits. A block is written when it has something to say: a text without words never is.
///
/// The last words wait for the answer's end, for only then all tokens are counted, and an answer
/// that broke off must not look like one that is complete. Not thread-safe.
final class StreamWriting {
    private final AnsweringRules rules;
    private final Deque<Waiting> blocks = new ArrayDeque<>();
    private final Map<Integer, Waiting> open = new HashMap<>();
    private int next;
    private boolean called;
    private boolean declined;
    private @Nullable TokenUsage usage;
    private AnswerEvent.@Nullable Stopped stopped;

    StreamWriting(AnsweringRules rules) {
        this.rules = rules;
    }

    void event(AnswerEvent event, StringBuilder to) {
        switch (event) {
            case AnswerEvent.Begun(var id, _) -> begin(id.isEmpty() ? rules.id() : id, to);
            case AnswerEvent.BlockBegun(int index, var block) -> {
                called |= block instanceof Block.ToolCall;
                declined |= block instanceof Block.Declined;
                var waiting = new Waiting(block);
                blocks.add(waiting);
                open.put(index, waiting);
                drain(to);
            }
            case AnswerEvent.Delta(int index, var text) -> {
                at(index).text.append(text);
                drain(to);
            }
            case AnswerEvent.Signed(int index, var signature) -> at(index).signature = signature;
            case AnswerEvent.BlockEnded(int index) -> {
                at(index).ended = true;
                drain(to);
            }
            case AnswerEvent.Counted(var counted) -> usage = counted;
            case AnswerEvent.Foreign _ -> {}
            case AnswerEvent.Stopped stops -> stopped = stops;
            case AnswerEvent.Ended _ -> end(to);
        }
    }

    private Waiting at(int index) {
        var block = open.get(index);
        if (block == null) {
            throw new IllegalStateException("block " + index + " has not begun");
        }
        return block;
    }

    private void begin(String id, StringBuilder to) {
        var start = ToolArguments.EXACT.createObjectNode().put("type", "message_start");
        var message =
                start.putObject("message")
                        .put("id", id)
                        .put("type", "message")
                        .put("role", "assistant")
                        .put("model", rules.model());
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        message.set("usage", UsageObject.write(usage));
        SseText.event("message_start", start, to);
    }

    private void end(StringBuilder to) {
        for (var block : blocks) {
            block.ended = true;
        }
        drain(to);
        if (stopped == null) {
            return;
        }
        var node = ToolArguments.EXACT.createObjectNode().put("type", "message_delta");
        node.putObject("delta")
                .put("stop_reason", StopWords.write(stopped.reason(), called, declined))
                .put("stop_sequence", stopped.sequence());
        node.set("usage", UsageObject.write(usage));
        SseText.event("message_delta", node, to);
        SseText.event("message_stop", "{\"type\":\"message_stop\"}", to);
    }

    /// Writes what may be written of the first block, and when it is complete, of those behind it.
    private void drain(StringBuilder to) {
        for (var block = blocks.peek(); block != null; block = blocks.peek()) {
            if (!block.shown && block.hasSomethingToSay()) {
                block.shown = true;
                SseText.blockStart(next, block.block, to);
            }
            if (block.shown && !block.text.isEmpty()) {
                SseText.delta(next, block.block, block.text, to);
                block.text.setLength(0);
            }
            if (!block.ended) {
                return;
            }
            finish(block, to);
            blocks.remove();
        }
    }

    private void finish(Waiting block, StringBuilder to) {
        if (!block.shown) {
            return;
        }
        if (block.block instanceof Block.Thinking) {
            SseText.signature(next, block.signature == null ? Signer.NOBODYS : block.signature, to);
        }
        SseText.blockStop(next++, to);
        if (block.signature != null && block.block instanceof Block.ToolCall(var id, _)) {
            var signature = new CallSignature(id, block.signature);
            SseText.blockStart(next, new Block.SealedThinking(signature.data()), to);
            SseText.blockStop(next++, to);
        }
    }

    private static final class Waiting {
        private final Block block;
        private final StringBuilder text = new StringBuilder();
        private @Nullable String signature;
        private boolean shown;
        private boolean ended;

        Waiting(Block block) {
            this.block = block;
        }

        boolean hasSomethingToSay() {
            return switch (block) {
                case Block.ToolCall _, Block.SealedThinking _ -> true;
                case Block.Text _, Block.Declined _ -> !text.isEmpty();
                case Block.Thinking _ -> !text.isEmpty() || (ended && signature != null);
            };
        }
    }
}
