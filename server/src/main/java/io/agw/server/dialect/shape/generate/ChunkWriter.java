package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.Answer;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Dialect;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes an answer, whole or in chunks. Thoughts of any vendor keep their signature: one without
/// words is a thought with an empty text, a sealed one a thought without any.
///
/// Chunks do not say which block they go on with. So that only the first block that is open is
/// written as it comes; those behind it wait for their turn.
final class ChunkWriter implements Dialect.AnswerWriter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final AnsweringRules rules;
    private final NavigableMap<Integer, Open> blocks = new TreeMap<>();
    private String id = "";
    private boolean declined;
    private AnswerEvent.@Nullable Stopped stopped;
    private @Nullable TokenUsage usage;

    ChunkWriter(AnsweringRules rules) {
        this.rules = rules;
    }

    @Override
    public JsonNode whole(Answer answer) {
        id = answer.id();
        var chunk = NODES.objectNode();
        var candidate = candidate(chunk);
        var parts = candidate.putObject("content").put("role", "model").putArray("parts");
        for (var part : answer.parts()) {
            declined |= part instanceof Part.Declined;
            var written = part(part);
            if (!written.isEmpty()) {
                parts.add(written);
            }
        }
        finish(candidate, answer.reason());
        return closed(chunk, answer.usage());
    }

    @Override
    public void event(AnswerEvent event, StringBuilder to) {
        switch (event) {
            case AnswerEvent.Begun begun -> id = begun.id();
            case AnswerEvent.BlockBegun(int index, var block) -> {
                declined |= block instanceof Block.Declined;
                blocks.put(index, new Open(block));
            }
            case AnswerEvent.Delta(int index, var text) -> open(index).words.append(text);
            case AnswerEvent.Signed(int index, var signature) -> open(index).signature = signature;
            case AnswerEvent.BlockEnded(int index) -> open(index).ended = true;
            case AnswerEvent.Counted(var counted) -> usage = counted;
            case AnswerEvent.Foreign _ -> {}
            case AnswerEvent.Stopped stops -> stopped = stops;
            case AnswerEvent.Ended _ -> last(to);
        }
        drain(to);
    }

    private void drain(StringBuilder to) {
        while (!blocks.isEmpty()) {
            var first = blocks.firstEntry().getValue();
            for (var part : first.take()) {
                chunk(part(part), to);
            }
            if (!first.ended) {
                return;
            }
            blocks.pollFirstEntry();
        }
    }

    private void last(StringBuilder to) {
        if (stopped == null) {
            throw new IllegalStateException("an answer without an end");
        }
        var chunk = NODES.objectNode();
        var candidate = candidate(chunk);
        var content = candidate.putObject("content").put("role", "model");
        content.putArray("parts").addObject().put("text", "");
        finish(candidate, stopped.reason());
        send(closed(chunk, usage), to);
    }

    private Open open(int index) {
        var open = blocks.get(index);
        if (open == null) {
            throw new IllegalStateException("block " + index + " is not open");
        }
        return open;
    }

    /// Empty when it says nothing.
    private static ObjectNode part(Part part) {
        return switch (part) {
            case Part.Text(var text, _) -> text(text);
            case Part.Declined(var text) -> text(text);
            case Part.Thinking(var text, var signature) ->
                    text.isEmpty() && signature == null
                            ? NODES.objectNode()
                            : signed(
                                    NODES.objectNode().put("text", text).put("thought", true),
                                    signature);
            case Part.SealedThinking(var data) ->
                    signed(NODES.objectNode().put("thought", true), data);
            case Part.ToolCall call -> signed(FunctionCalls.write(call, true), call.signature());
            case Part.Image _, Part.Document _, Part.Audio _, Part.ToolResult _, Part.Foreign _ ->
                    throw new IllegalArgumentException("no part of an answer: " + part);
        };
    }

    private static ObjectNode text(String text) {
        return text.isEmpty() ? NODES.objectNode() : NODES.objectNode().put("text", text);
    }

    private static ObjectNode signed(ObjectNode part, @Nullable String signature) {
        return signature == null ? part : part.put("thoughtSignature", signature);
    }

    private static ObjectNode candidate(ObjectNode chunk) {
        return chunk.putArray("candidates").addObject();
    }

    private void finish(ObjectNode candidate, AnswerEvent.StopReason reason) {
        candidate.put("finishReason", FinishReasons.write(reason, declined)).put("index", 0);
    }

    private void chunk(ObjectNode part, StringBuilder to) {
        if (part.isEmpty()) {
            return;
        }
        var chunk = NODES.objectNode();
        var candidate = candidate(chunk);
        candidate.putObject("content").put("role", "model").putArray("parts").add(part);
        candidate.put("index", 0);
        send(closed(chunk, null), to);
    }

    private ObjectNode closed(ObjectNode chunk, @Nullable TokenUsage counted) {
        if (counted != null) {
            chunk.set("usageMetadata", UsageMetadata.write(counted));
        }
        return chunk.put("modelVersion", rules.model())
                .put("responseId", id.isEmpty() ? rules.id() : id);
    }

    private static void send(ObjectNode chunk, StringBuilder to) {
        to.append("data: ").append(chunk).append("\n\n");
    }

    private static final class Open {
        private final Block block;
        private final StringBuilder words = new StringBuilder();
        private @Nullable String signature;
        private boolean ended;

        Open(Block block) {
            this.block = block;
        }

        /// What can be written by now. A call is, once it is whole, for the dialect knows no pieces
        /// of one.
        List<Part> take() {
            return switch (block) {
                case Block.Text _, Block.Declined _ -> List.of(new Part.Text(taken()));
                case Block.Thinking _ -> {
                    var words = new Part.Thinking(taken(), null);
                    var signed = new Part.Thinking("", signature);
                    signature = null;
                    yield List.of(words, signed);
                }
                case Block.SealedThinking(var data) ->
                        ended ? List.of(new Part.SealedThinking(data)) : List.of();
                case Block.ToolCall(var id, var name) ->
                        ended
                                ? List.of(new Part.ToolCall(id, name, taken(), signature, null))
                                : List.of();
            };
        }

        private String taken() {
            var text = words.toString();
            words.setLength(0);
            return text;
        }
    }
}
