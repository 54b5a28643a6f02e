package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.Asides;
import io.agw.server.dialect.shape.AudioFormat;
import io.agw.server.dialect.shape.DataUrl;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.ArrayList;
import java.util.List;

/// Reads the content of messages.
final class ContentReader {
    private static final String CONTENT = "content";
    private static final List<String> SHOWN = List.of("text", "image_url", "input_audio", "file");

    private final Asides asides;

    ContentReader(Asides asides) {
        this.asides = asides;
    }

    /// Content is a string, or a list of parts, or absent.
    ///
    /// @param model whether the model says it, which alone declines to answer
    List<Part> parts(Fields message, boolean model) throws Inexpressible {
        var content = message.any(CONTENT);
        if (content == null) {
            return List.of();
        }
        if (content.isString()) {
            return List.of(new Part.Text(content.stringValue()));
        }
        if (!content.isArray()) {
            throw message.wrong(CONTENT, content, "a string or a list");
        }
        var parts = new ArrayList<Part>();
        for (var part : message.objects(CONTENT)) {
            parts.add(part(part, model));
        }
        return parts;
    }

    private Part part(Fields part, boolean model) throws Inexpressible {
        var type = part.requiredText("type");
        if (type.equals("refusal") && !model) {
            throw part.unknownWord("type", type, SHOWN);
        }
        var read =
                switch (type) {
                    case "text", "input_text", "output_text" ->
                            new Part.Text(
                                    part.requiredText("text"), CacheControl.read(part, asides));
                    case "image_url", "input_image" -> image(part);
                    case "input_audio" -> audio(part);
                    case "file", "input_file" -> file(part);
                    case "refusal" -> new Part.Declined(part.requiredText("refusal"));
                    default -> new Part.Foreign(part.path(), part.node());
                };
        if (read instanceof Part.Foreign) {
            asides.foreign(part.path());
        } else {
            asides.rest(part);
        }
        return read;
    }

    /// Some clients write the address where the object should be.
    private Part image(Fields part) throws Inexpressible {
        var cache = CacheControl.read(part, asides);
        var address = part.any("image_url");
        if (address != null && address.isString()) {
            var media = DataUrl.read(part.path("image_url"), address.stringValue());
            return new Part.Image(media, part.text("detail"), cache);
        }
        var image = required(part, "image_url");
        var media = DataUrl.read(image.path("url"), image.requiredText("url"));
        var read = new Part.Image(media, image.text("detail"), cache);
        asides.rest(image);
        return read;
    }

    private Part audio(Fields part) throws Inexpressible {
        var audio = required(part, "input_audio");
        var type = AudioFormat.type(audio.requiredText("format"));
        var media = new Media.Inline(type, audio.requiredText("data"), audio.path());
        asides.rest(audio);
        return new Part.Audio(media, CacheControl.read(part, asides));
    }

    private Part file(Fields part) throws Inexpressible {
        var file = required(part, "file");
        var data = file.text("file_data");
        var id = file.text("file_id");
        if (data == null && id == null) {
            throw file.missing("file_data", "a string, or file_id");
        }
        var media =
                data == null
                        ? new Media.Stored(String.valueOf(id), file.path("file_id"))
                        : DataUrl.readFile(file.path("file_data"), data);
        var read = new Part.Document(media, file.text("filename"), CacheControl.read(part, asides));
        asides.rest(file);
        return read;
    }

    private static Fields required(Fields part, String name) throws Inexpressible {
        var object = part.object(name);
        if (object == null) {
            throw part.missing(name, "an object");
        }
        return object;
    }
}
