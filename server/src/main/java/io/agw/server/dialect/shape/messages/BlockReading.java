package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Signer;
import io.agw.server.dialect.shape.ToolArguments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the blocks of a message, of the system prompt and of a tool's result.
final class BlockReading {
    /// Blocks that only one side may say.
    private static final List<String> PLACED =
            List.of("tool_use", "tool_result", "thinking", "redacted_thinking");

    private final Leftovers leftovers;

    BlockReading(Leftovers leftovers) {
        this.leftovers = leftovers;
    }

    /// A member that is a string or a list of blocks; empty when it is absent or an empty string.
    List<Part> content(Fields of, String name, Place place) throws Inexpressible {
        var value = of.any(name);
        if (value == null) {
            return List.of();
        }
        if (value.isString()) {
            var text = value.stringValue();
            return text.isEmpty() ? List.of() : List.of(new Part.Text(text));
        }
        if (!value.isArray()) {
            throw of.wrong(name, value, "a string or a list of blocks");
        }
        var parts = new ArrayList<Part>();
        for (var block : of.objects(name)) {
            parts.add(part(block, place));
        }
        return parts;
    }

    /// Whether a block is a system message within the conversation.
    boolean isInstructions(Fields block) throws Inexpressible {
        return block.requiredText("type").equals("mid_conv_system");
    }

    /// @throws Inexpressible also for a call, a result or a thought that does not belong there: no
    ///   dialect has them elsewhere
    Part part(Fields block, Place place) throws Inexpressible {
        var type = block.requiredText("type");
        if (PLACED.contains(type) && !place.blocks().contains(type)) {
            throw block.unknownWord("type", type, place.blocks());
        }
        return switch (type) {
            case "text" -> text(block);
            case "image" -> image(block);
            case "document" -> document(block);
            case "tool_use" -> toolCall(block);
            case "tool_result" -> toolResult(block);
            case "thinking" -> thinking(block);
            case "redacted_thinking" -> sealed(block);
            case "tool_reference" -> toolReference(block);
            default -> foreign(block);
        };
    }

    private Part text(Fields block) throws Inexpressible {
        var text = new Part.Text(block.requiredText("text"), CacheMarks.read(block, leftovers));
        // where an earlier answer took its words from
        leftovers.hint(block, "citations");
        leftovers.restIsForeign(block);
        return text;
    }

    private Part image(Fields block) throws Inexpressible {
        var media = media(block);
        if (media == null) {
            return foreign(block);
        }
        var image = new Part.Image(media, null, CacheMarks.read(block, leftovers));
        leftovers.restIsForeign(block);
        return image;
    }

    private Part document(Fields block) throws Inexpressible {
        var media = media(block);
        if (media == null) {
            return foreign(block);
        }
        var document =
                new Part.Document(media, block.text("title"), CacheMarks.read(block, leftovers));
        var citations = block.object("citations");
        if (citations != null) {
            leftovers.foreignUnlessIdle(citations, "enabled");
            leftovers.restIsForeign(citations);
        }
        leftovers.restIsForeign(block);
        return document;
    }

    /// @return null for a kind of source that the conversation has no word for
    private @Nullable Media media(Fields block) throws Inexpressible {
        var source = block.object("source");
        if (source == null) {
            throw block.missing("source", "an object");
        }
        var media =
                switch (source.requiredText("type")) {
                    case "base64" ->
                            new Media.Inline(
                                    source.requiredText("media_type"),
                                    source.requiredText("data"),
                                    source.path());
                    case "text" ->
                            new Media.Inline(
                                    source.requiredText("media_type"),
                                    Base64.getEncoder()
                                            .encodeToString(
                                                    source.requiredText("data")
                                                            .getBytes(StandardCharsets.UTF_8)),
                                    source.path());
                    case "url" -> new Media.Remote(source.requiredText("url"), source.path("url"));
                    case "file" ->
                            new Media.Stored(
                                    source.requiredText("file_id"), source.path("file_id"));
                    default -> null;
                };
        if (media != null) {
            leftovers.restIsForeign(source);
        }
        return media;
    }

    private Part toolCall(Fields block) throws Inexpressible {
        var input = block.any("input");
        if (input != null && !input.isObject()) {
            throw block.wrong("input", input, "an object");
        }
        var call =
                new Part.ToolCall(
                        block.requiredText("id"),
                        block.requiredText("name"),
                        input == null ? "{}" : ToolArguments.text(input),
                        null,
                        CacheMarks.read(block, leftovers));
        var caller = block.object("caller");
        if (caller != null && !caller.requiredText("type").equals("direct")) {
            leftovers.foreign(caller.path());
        }
        leftovers.restIsForeign(block);
        return call;
    }

    private Part toolResult(Fields block) throws Inexpressible {
        var result =
                new Part.ToolResult(
                        block.requiredText("tool_use_id"),
                        null,
                        content(block, "content", Place.RESULT),
                        Boolean.TRUE.equals(block.flag("is_error")),
                        CacheMarks.read(block, leftovers));
        leftovers.restIsForeign(block);
        return result;
    }

    private Part thinking(Fields block) throws Inexpressible {
        var signature = Signer.told(block.text("signature"));
        var thought = new Part.Thinking(block.requiredText("thinking"), signature);
        leftovers.restIsForeign(block);
        return thought;
    }

    private Part sealed(Fields block) throws Inexpressible {
        var thought = new Part.SealedThinking(block.requiredText("data"));
        leftovers.restIsForeign(block);
        return thought;
    }

    /// A search has found a tool whose loading was deferred. Other vendors have been told of it
    /// from the beginning, and read that it is this one.
    private Part toolReference(Fields block) throws Inexpressible {
        var words = "found the tool " + block.requiredText("tool_name");
        var text = new Part.Text(words, CacheMarks.read(block, leftovers));
        leftovers.restIsForeign(block);
        return text;
    }

    private Part foreign(Fields block) {
        leftovers.foreign(block.path());
        return new Part.Foreign(block.path(), block.node());
    }

    /// Where blocks stand, and which every dialect has there.
    enum Place {
        INSTRUCTIONS,
        USER,
        ASSISTANT,
        RESULT;

        static Place of(Message.Role role) {
            return switch (role) {
                case SYSTEM -> INSTRUCTIONS;
                case USER -> USER;
                case ASSISTANT -> ASSISTANT;
            };
        }

        private List<String> blocks() {
            return switch (this) {
                case INSTRUCTIONS -> List.of("text");
                case USER -> List.of("text", "image", "document", "tool_result");
                case ASSISTANT -> List.of("text", "thinking", "redacted_thinking", "tool_use");
                case RESULT -> List.of("text", "image", "document");
            };
        }
    }
}
