package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.CacheMark;
import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.AudioFormat;
import io.agw.server.dialect.shape.ChatHabit;
import io.agw.server.dialect.shape.DataUrl;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Left;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the content of messages.
final class ContentWriter {
    private static final String CONTENT = "content";

    private final Set<ChatHabit> habits;
    private final Left left;

    ContentWriter(Set<ChatHabit> habits, Left left) {
        this.habits = habits;
        this.left = left;
    }

    /// A string where that says all, for every vendor takes it.
    void write(List<Part> parts, ObjectNode to) throws Inexpressible {
        boolean words = parts.stream().allMatch(part -> part instanceof Part.Text);
        boolean marked = parts.stream().anyMatch(part -> part.cache() != null);
        boolean simple = parts.size() <= 1 && !(marked && takes(ChatHabit.CACHE_CONTROL));
        if (words && (simple || takes(ChatHabit.ONLY_STRINGS))) {
            if (marked) {
                left.add("cache_control");
            }
            to.put(
                    CONTENT,
                    parts.stream().map(ContentWriter::text).collect(Collectors.joining("\n")));
            return;
        }
        var list = to.putArray(CONTENT);
        for (var part : parts) {
            mark(part.cache(), write(part, list));
        }
    }

    private boolean takes(ChatHabit habit) {
        return habits.contains(habit);
    }

    private static String text(Part part) {
        return part instanceof Part.Text(var text, var _) ? text : "";
    }

    void mark(@Nullable CacheMark mark, ObjectNode to) {
        if (mark == null) {
            return;
        }
        if (takes(ChatHabit.CACHE_CONTROL)) {
            CacheControl.write(mark, to);
        } else {
            left.add("cache_control");
        }
    }

    private ObjectNode write(Part part, ArrayNode list) throws Inexpressible {
        return switch (part) {
            case Part.Text(var text, var _) ->
                    list.addObject().put("type", "text").put("text", text);
            case Part.Image image -> write(image, list.addObject());
            case Part.Document document -> write(document, list.addObject());
            case Part.Audio audio -> write(audio, list.addObject());
            case Part.ToolCall _,
                    Part.ToolResult _,
                    Part.Thinking _,
                    Part.SealedThinking _,
                    Part.Declined _,
                    Part.Foreign _ ->
                    throw refuse(part);
        };
    }

    private static ObjectNode write(Part.Image image, ObjectNode to) throws Inexpressible {
        var url =
                switch (image.media()) {
                    case Media.Inline inline -> DataUrl.write(inline);
                    case Media.Remote(var address, var _) -> address;
                    case Media.Stored(var _, var at) ->
                            throw new Inexpressible(
                                    at, "an image under an id (expected: its bytes or address)");
                };
        var address = to.put("type", "image_url").putObject("image_url").put("url", url);
        if (image.detail() != null) {
            address.put("detail", image.detail());
        }
        return to;
    }

    private static ObjectNode write(Part.Document document, ObjectNode to) throws Inexpressible {
        var file = to.put("type", "file").putObject("file");
        switch (document.media()) {
            case Media.Inline inline -> {
                // a file without a name is refused
                file.put("filename", Objects.requireNonNullElse(document.name(), "document.pdf"));
                file.put("file_data", DataUrl.write(inline));
            }
            case Media.Stored(var id, var _) -> {
                file.put("file_id", id);
                if (document.name() != null) {
                    file.put("filename", document.name());
                }
            }
            case Media.Remote(var _, var at) ->
                    throw new Inexpressible(
                            at, "a document at an address (expected: its bytes or id)");
        }
        return to;
    }

    private static ObjectNode write(Part.Audio audio, ObjectNode to) throws Inexpressible {
        if (!(audio.media() instanceof Media.Inline(var type, var base64, var _))) {
            throw new Inexpressible(
                    audio.media().at(), "sound that is elsewhere (expected: its bytes)");
        }
        to.put("type", "input_audio")
                .putObject("input_audio")
                .put("data", base64)
                .put("format", AudioFormat.format(type));
        return to;
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
                    case Part.Foreign _ -> "has no like in chat completions";
                };
        return new Inexpressible(part.at(), what + " (expected: what chat completions have there)");
    }
}
