package io.agw.server.dialect.shape.converse;

import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.CallId;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Left;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Writes parts as blocks. Text without a visible character is left away, for it is refused.
final class BlockWriter {
    private static final String FAILED = "the tool failed: ";
    private static final int LONGEST_ID = 64;

    private final Family family;
    private final CachePoints caches;
    private final Left left;
    private final MediaWriter media = new MediaWriter();

    BlockWriter(Family family, CachePoints caches, Left left) {
        this.family = family;
        this.caches = caches;
        this.left = left;
    }

    void system(List<Part> parts, List<ObjectNode> to) throws Inexpressible {
        for (var part : parts) {
            if (!(part instanceof Part.Text text)) {
                throw Inexpressible.misplaced(part, "a text in instructions");
            }
            addText(text, to);
        }
    }

    /// @param results receives the results of tools
    /// @param others receives everything else
    void user(List<Part> parts, List<ObjectNode> results, List<ObjectNode> others)
            throws Inexpressible {
        for (var part : parts) {
            if (part instanceof Part.ToolResult result) {
                results.add(toolResult(result));
                caches.add(result.cache(), results);
            } else {
                addShown(part, others);
                caches.add(part instanceof Part.Text ? null : part.cache(), others);
            }
        }
    }

    void assistant(List<Part> parts, List<ObjectNode> to) throws Inexpressible {
        for (var part : parts) {
            addSaid(part, to);
        }
    }

    private void addSaid(Part part, List<ObjectNode> to) throws Inexpressible {
        switch (part) {
            case Part.Text text -> addText(text, to);
            case Part.Declined(var text) -> addText(new Part.Text(text), to);
            case Part.ToolCall call -> {
                to.add(toolCall(call));
                caches.add(call.cache(), to);
                if (call.signature() != null) {
                    left.add("tool_call.signature"); // only the vendor that made it can read it
                }
            }
            case Part.Thinking(var text, var signature) -> {
                if (signature == null) {
                    left.add("thinking"); // no model takes one back that it has not signed
                } else {
                    var thought = node();
                    thought.putObject("reasoningContent")
                            .putObject("reasoningText")
                            .put("text", text)
                            .put("signature", signature);
                    to.add(thought);
                }
            }
            case Part.SealedThinking(var data) -> {
                var thought = node();
                thought.putObject("reasoningContent").put("redactedContent", data);
                to.add(thought);
            }
            case Part.Image _, Part.Document _, Part.Audio _, Part.ToolResult _, Part.Foreign _ ->
                    throw Inexpressible.misplaced(
                            part, "text, tool calls and thoughts of the assistant");
        }
    }

    /// What a user or a tool may show.
    private void addShown(Part part, List<ObjectNode> to) throws Inexpressible {
        switch (part) {
            case Part.Text text -> addText(text, to);
            case Part.Image(var bytes, var detail, var _) -> {
                to.add(media.image(bytes));
                if (detail != null && !detail.equals("auto")) {
                    left.add("detail");
                }
            }
            case Part.Document(var bytes, var name, var _) -> to.add(media.document(bytes, name));
            case Part.Audio _,
                    Part.ToolCall _,
                    Part.ToolResult _,
                    Part.Thinking _,
                    Part.SealedThinking _,
                    Part.Declined _,
                    Part.Foreign _ ->
                    throw Inexpressible.misplaced(part, "text, images and documents");
        }
    }

    private ObjectNode toolResult(Part.ToolResult result) throws Inexpressible {
        var content = new ArrayList<ObjectNode>();
        for (var part : result.content()) {
            caches.leave(part.cache()); // a mark stands behind a result, never in it
            addShown(unmarked(part), content);
        }
        if (result.failed() && !family.isToldOfFailure()) {
            sayFailed(content);
        }
        var block = node();
        var written =
                block.putObject("toolResult")
                        .put("toolUseId", CallId.safe(result.callId(), LONGEST_ID));
        written.putArray("content").addAll(content);
        if (result.failed() && family.isToldOfFailure()) {
            written.put("status", "error");
        }
        return block;
    }

    /// That a tool failed can only be said in words.
    private static void sayFailed(List<ObjectNode> content) {
        var text = content.isEmpty() ? "" : content.getFirst().path("text").asString("");
        if (text.isEmpty()) {
            content.addFirst(node().put("text", FAILED.strip()));
        } else {
            content.getFirst().put("text", FAILED + text);
        }
    }

    private static Part unmarked(Part part) {
        return part instanceof Part.Text(var text, var _) ? new Part.Text(text) : part;
    }

    private static ObjectNode toolCall(Part.ToolCall call) {
        var block = node();
        block.putObject("toolUse")
                .put("toolUseId", CallId.safe(call.id(), LONGEST_ID))
                .put("name", call.name())
                .set("input", ToolArguments.object(call.arguments()));
        return block;
    }

    private void addText(Part.Text text, List<ObjectNode> to) {
        if (!text.text().isBlank()) {
            to.add(node().put("text", text.text()));
            caches.add(text.cache(), to);
        }
    }

    private static ObjectNode node() {
        return ToolArguments.EXACT.createObjectNode();
    }
}
