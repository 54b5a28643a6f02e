package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.AudioFormat;
import io.agw.server.dialect.shape.DataUrl;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Left;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes the content of messages and of results.
final class ContentWriter {
    private final Left left;

    ContentWriter(Left left) {
        this.left = left;
    }

    /// What a user, an instruction or a tool says.
    void write(List<? extends Part> parts, ArrayNode to) throws Inexpressible {
        for (var part : parts) {
            if (part.cache() != null) {
                left.add(InputWriter.CACHE);
            }
            to.add(shown(part));
        }
    }

    private ObjectNode shown(Part part) throws Inexpressible {
        return switch (part) {
            case Part.Text(var text, _) -> node("input_text").put("text", text);
            case Part.Image image -> image(image);
            case Part.Document document -> file(document);
            case Part.Audio(var media, _) -> audio(media);
            case Part.ToolCall _,
                    Part.ToolResult _,
                    Part.Thinking _,
                    Part.SealedThinking _,
                    Part.Declined _,
                    Part.Foreign _ ->
                    throw refuse(part);
        };
    }

    /// What the model says: a text or a refusal.
    static ObjectNode said(Part part) {
        return part instanceof Part.Declined(var words)
                ? node("refusal").put("refusal", words)
                : node("output_text")
                        .put("text", part instanceof Part.Text(var text, _) ? text : "");
    }

    private static ObjectNode image(Part.Image image) throws Inexpressible {
        var node = node("input_image");
        switch (image.media()) {
            case Media.Inline inline -> node.put("image_url", DataUrl.write(inline));
            case Media.Remote(var address, _) -> node.put("image_url", address);
            case Media.Stored stored -> node.put("file_id", held(stored));
        }
        return image.detail() == null ? node : node.put("detail", image.detail());
    }

    private static ObjectNode file(Part.Document document) throws Inexpressible {
        var node = node("input_file");
        var name = document.name();
        switch (document.media()) {
            case Media.Inline inline -> {
                // a file without a name is refused
                node.put("filename", Objects.requireNonNullElse(name, "document.pdf"));
                return node.put("file_data", DataUrl.write(inline));
            }
            case Media.Remote(var address, _) -> node.put("file_url", address);
            case Media.Stored stored -> node.put("file_id", held(stored));
        }
        return name == null ? node : node.put("filename", name);
    }

    /// What one vendor holds another does not have.
    private static String held(Media.Stored stored) throws Inexpressible {
        var id = stored.id();
        if (!id.startsWith("file-")) {
            throw new Inexpressible(
                    stored.at(), "file \"" + id + "\" (expected: the id of an uploaded file-…)");
        }
        return id;
    }

    private static ObjectNode audio(Media media) throws Inexpressible {
        if (!(media instanceof Media.Inline(var type, var base64, _))) {
            throw new Inexpressible(media.at(), "sound that is elsewhere (expected: its bytes)");
        }
        var node = node("input_audio");
        node.putObject("input_audio").put("data", base64).put("format", AudioFormat.format(type));
        return node;
    }

    /// A part cannot stand where it does.
    Inexpressible refuse(Part part) {
        var what =
                switch (part) {
                    case Part.Text _ -> "text";
                    case Part.Image _ -> "an image";
                    case Part.Document _ -> "a document";
                    case Part.Audio _ -> "sound";
                    case Part.ToolCall _ -> "a tool call";
                    case Part.ToolResult _ -> "a tool result";
                    case Part.Thinking _, Part.SealedThinking _ -> "a thought";
                    case Part.Declined _ -> "a refusal";
                    case Part.Foreign _ -> "has no like in responses";
                };
        return new Inexpressible(part.at(), what + " (expected: what responses have there)");
    }

    private static ObjectNode node(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
