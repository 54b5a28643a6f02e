package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.Answer;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Dialect;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes an answer, whole or in chunks. Thoughts of any vendor keep their signature: one without
/// words is a thought with an empty text, a sealed one a thought without any.
final class ChunkWriter implements Dialect.AnswerWriter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final AnsweringRules rules;
    private final Map<Integer, Open> blocks = new HashMap<>();
    private String id = "";
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
            case AnswerEvent.BlockBegun(int index, var block) -> begin(index, block, to);
            case AnswerEvent.Delta(int index, var text) -> more(open(index), text, to);
            case AnswerEvent.Signed(int index, var signature) -> sign(open(index), signature, to);
            case AnswerEvent.BlockEnded(int index) -> end(index, to);
            case AnswerEvent.Counted(var counted) -> usage = counted;
            case AnswerEvent.Foreign _ -> {}
            case AnswerEvent.Stopped stops -> stopped = stops;
            case AnswerEvent.Ended _ -> last(to);
        }
    }

    private void begin(int index, Block block, StringBuilder to) {
        blocks.put(index, new Open(block));
        if (block instanceof Block.SealedThinking(var data)) {
            chunk(part(new Part.SealedThinking(data)), to);
        }
    }

    private void more(Open open, String text, StringBuilder to) {
        switch (open.block) {
            case Block.Text _, Block.Declined _ -> chunk(part(new Part.Text(text)), to);
            case Block.Thinking _ -> chunk(part(new Part.Thinking(text, null)), to);
            case Block.ToolCall _ -> open.arguments.append(text);
            case Block.SealedThinking _ -> {}
        }
    }

    private void sign(Open open, String signature, StringBuilder to) {
        if (open.block instanceof Block.ToolCall) {
            open.signature = signature;
        } else {
            chunk(part(new Part.Thinking("", signature)), to);
        }
    }

    /// A call is written once it is whole, for the dialect knows no pieces of one.
    private void end(int index, StringBuilder to) {
        var open = open(index);
        if (open.block instanceof Block.ToolCall(var callId, var name)) {
            var arguments = open.arguments.toString();
            chunk(part(new Part.ToolCall(callId, name, arguments, open.signature, null)), to);
        }
        blocks.remove(index);
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

    private static void finish(ObjectNode candidate, AnswerEvent.StopReason reason) {
        candidate.put("finishReason", FinishReasons.write(reason)).put("index", 0);
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
        private final StringBuilder arguments = new StringBuilder();
        private @Nullable String signature;

        Open(Block block) {
            this.block = block;
        }
    }
}
