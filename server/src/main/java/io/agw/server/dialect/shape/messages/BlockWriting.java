package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.CallId;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Writes parts as blocks. Text without a visible character is left away, for it is refused.
final class BlockWriting {
    private static final String PDF = "application/pdf";

    private final List<String> left;

    /// @param left receives what is left out
    BlockWriting(List<String> left) {
        this.left = left;
    }

    List<ObjectNode> system(List<Part> parts) throws Inexpressible {
        var blocks = new ArrayList<ObjectNode>();
        for (var part : parts) {
            if (!(part instanceof Part.Text text)) {
                throw Inexpressible.misplaced(part, "a text in instructions");
            }
            addText(text, blocks);
        }
        return blocks;
    }

    /// @param results receives the results of tools
    /// @param others receives everything else
    void user(List<Part> parts, List<ObjectNode> results, List<ObjectNode> others)
            throws Inexpressible {
        for (var part : parts) {
            if (part instanceof Part.ToolResult result) {
                results.add(toolResult(result));
            } else {
                addShown(part, others);
            }
        }
    }

    List<ObjectNode> assistant(List<Part> parts) throws Inexpressible {
        var blocks = new ArrayList<ObjectNode>();
        for (var part : parts) {
            addSaid(part, blocks);
        }
        return blocks;
    }

    private void addSaid(Part part, List<ObjectNode> to) throws Inexpressible {
        switch (part) {
            case Part.Text text -> addText(text, to);
            case Part.Declined(var text) -> addText(new Part.Text(text), to);
            case Part.ToolCall call -> {
                to.add(toolCall(call));
                if (call.signature() != null) {
                    left.add("tool_call.signature"); // only the vendor that made it can read it
                }
            }
            case Part.Thinking(var text, var signature) -> {
                if (signature == null) {
                    left.add("thinking"); // refused without, and no words that anybody was to see
                } else {
                    to.add(thinking(text, signature));
                }
            }
            case Part.SealedThinking(var data) -> to.add(sealed(data));
            case Part.Image _, Part.Document _, Part.Audio _, Part.ToolResult _, Part.Foreign _ ->
                    throw Inexpressible.misplaced(
                            part, "text, tool calls and thoughts of the assistant");
        }
    }

    /// What a user or a tool may show.
    private void addShown(Part part, List<ObjectNode> to) throws Inexpressible {
        switch (part) {
            case Part.Text text -> addText(text, to);
            case Part.Image(var media, var detail, var cache) -> {
                var image = node("image");
                image.set("source", source(media, false));
                to.add(CacheMarks.write(cache, image));
                if (detail != null && !detail.equals("auto")) {
                    left.add("detail");
                }
            }
            case Part.Document(var media, var name, var cache) -> {
                var document = node("document");
                document.set("source", source(media, true));
                if (name != null) {
                    document.put("title", name);
                }
                to.add(CacheMarks.write(cache, document));
            }
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
            addShown(part, content);
        }
        var block = node("tool_result").put("tool_use_id", CallId.safe(result.callId()));
        if (!content.isEmpty()) {
            block.putArray("content").addAll(content);
        }
        if (result.failed()) {
            block.put("is_error", true);
        }
        return CacheMarks.write(result.cache(), block);
    }

    private static ObjectNode toolCall(Part.ToolCall call) {
        var block = node("tool_use").put("id", CallId.safe(call.id())).put("name", call.name());
        block.set("input", ToolArguments.object(call.arguments()));
        return CacheMarks.write(call.cache(), block);
    }

    static ObjectNode thinking(String text, @Nullable String signature) {
        return node("thinking")
                .put("thinking", text)
                .put("signature", signature == null ? "" : signature);
    }

    static ObjectNode sealed(String data) {
        return node("redacted_thinking").put("data", data);
    }

    static ObjectNode text(String text) {
        return node("text").put("text", text);
    }

    private static void addText(Part.Text text, List<ObjectNode> to) {
        if (!text.text().isBlank()) {
            to.add(CacheMarks.write(text.cache(), text(text.text())));
        }
    }

    private static ObjectNode source(Media media, boolean document) throws Inexpressible {
        return switch (media) {
            case Media.Remote(var url, var _) -> node("url").put("url", url);
            case Media.Inline(var type, var base64, var at) ->
                    document
                            ? inlineDocument(type, base64, at)
                            : node("base64").put("media_type", type).put("data", base64);
            case Media.Stored(var id, var at) -> {
                if (!id.startsWith("file_")) {
                    throw new Inexpressible(
                            at, "file \"" + id + "\" (expected: the id of an uploaded file_…)");
                }
                yield node("file").put("file_id", id);
            }
        };
    }

    private static ObjectNode inlineDocument(String type, String base64, String at)
            throws Inexpressible {
        if (type.equals(PDF)) {
            return node("base64").put("media_type", PDF).put("data", base64);
        }
        if (!type.startsWith("text/")) {
            throw new Inexpressible(
                    at, "a document of " + type + " (expected: " + PDF + " or text)");
        }
        try {
            var text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            return node("text").put("media_type", "text/plain").put("data", text);
        } catch (IllegalArgumentException e) {
            throw new Inexpressible(at, "a document that is no base64 (expected: base64)");
        }
    }

    private static ObjectNode node(String type) {
        return ToolArguments.EXACT.createObjectNode().put("type", type);
    }
}
