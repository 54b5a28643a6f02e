package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.conversation.Answer;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.CallId;
import io.agw.server.dialect.shape.CallSignature;
import io.agw.server.dialect.shape.Dialect.AnswerWriter;
import io.agw.server.dialect.shape.Signer;
import io.agw.server.dialect.shape.ToolArguments;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Writes one answer.
final class AnswerWriting implements AnswerWriter {
    private final AnsweringRules rules;
    private final StreamWriting stream;

    AnswerWriting(AnsweringRules rules) {
        this.rules = rules;
        this.stream = new StreamWriting(rules);
    }

    @Override
    public void event(AnswerEvent event, StringBuilder to) {
        stream.event(event, to);
    }

    @Override
    public JsonNode whole(Answer answer) {
        var node =
                ToolArguments.EXACT
                        .createObjectNode()
                        .put("id", answer.id().isEmpty() ? rules.id() : answer.id())
                        .put("type", "message")
                        .put("role", "assistant")
                        .put("model", rules.model());
        var content = node.putArray("content");
        boolean called = false;
        boolean declined = false;
        for (var part : answer.parts()) {
            called |= part instanceof Part.ToolCall;
            declined |= part instanceof Part.Declined;
            add(part, content);
        }
        return node.put("stop_reason", StopWords.write(answer.reason(), called, declined))
                .put("stop_sequence", answer.sequence())
                .set("usage", UsageObject.write(answer.usage()));
    }

    private static void add(Part part, ArrayNode to) {
        switch (part) {
            case Part.Text(var text, _) -> addText(text, to);
            case Part.Declined(var text) -> addText(text, to);
            case Part.Thinking(var text, var signature) -> {
                if (!text.isEmpty() || signature != null) {
                    to.add(
                            BlockWriting.thinking(
                                    text, signature == null ? Signer.NOBODYS : signature));
                }
            }
            case Part.SealedThinking(var data) -> to.add(BlockWriting.sealed(data));
            case Part.ToolCall call -> {
                to.addObject()
                        .put("type", "tool_use")
                        .put("id", CallId.safe(call.id()))
                        .put("name", call.name())
                        .set("input", ToolArguments.object(call.arguments()));
                if (call.signature() != null) {
                    var signature = new CallSignature(call.id(), call.signature());
                    to.add(BlockWriting.sealed(signature.data()));
                }
            }
            case Part.Image _, Part.Document _, Part.Audio _, Part.ToolResult _, Part.Foreign _ ->
                    throw new IllegalArgumentException("no part of an answer: " + part.getClass());
        }
    }

    private static void addText(String text, ArrayNode to) {
        if (!text.isEmpty()) {
            to.add(BlockWriting.text(text));
        }
    }
}
