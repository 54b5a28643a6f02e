package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.Asides;
import io.agw.server.dialect.shape.AudioFormat;
import io.agw.server.dialect.shape.DataUrl;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.ArrayList;
import java.util.List;

/// Reads the content of messages and of results.
final class ContentReader {
    private static final List<String> SHOWN =
            List.of("input_text", "input_image", "input_file", "input_audio");
    private static final String ADDRESS = "image_url";

    private final Asides asides;

    ContentReader(Asides asides) {
        this.asides = asides;
    }

    /// Content is a string or a list of parts.
    ///
    /// @param model whether the model says it, which alone declines to answer
    List<Part> parts(Fields of, String name, boolean model) throws Inexpressible {
        var content = of.any(name);
        if (content == null) {
            throw of.missing(name, "a string or a list");
        }
        if (content.isString()) {
            return List.of(new Part.Text(content.stringValue()));
        }
        if (!content.isArray()) {
            throw of.wrong(name, content, "a string or a list");
        }
        var parts = new ArrayList<Part>();
        for (var part : of.objects(name)) {
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
                    case "input_text", "output_text", "text" -> text(part);
                    case "input_image", "image_url" -> image(part);
                    case "input_file" -> file(part);
                    case "input_audio" -> audio(part);
                    case "refusal" -> new Part.Declined(part.requiredText("refusal"));
                    default -> null;
                };
        if (read == null) {
            asides.foreign(part.path());
            return new Part.Foreign(part.path(), part.node());
        }
        asides.rest(part);
        return read;
    }

    /// Remarks of the vendor on an earlier answer say nothing to a model.
    private Part text(Fields part) throws Inexpressible {
        for (var remarks : new String[] {"annotations", "logprobs"}) {
            if (part.node().path(remarks).isEmpty()) {
                part.any(remarks);
            } else {
                asides.hint(part, remarks);
            }
        }
        return new Part.Text(part.requiredText("text"));
    }

    /// Some clients write the object of chat completions where the address should be.
    private Part image(Fields part) throws Inexpressible {
        var address = part.any(ADDRESS);
        if (address != null && address.isObject()) {
            var image = part.object(ADDRESS);
            if (image != null) {
                var media = DataUrl.read(image.path("url"), image.requiredText("url"));
                var read = new Part.Image(media, image.text("detail"), null);
                asides.rest(image);
                return read;
            }
        }
        var url = part.text(ADDRESS);
        var id = part.text("file_id");
        var detail = part.text("detail");
        if (url != null) {
            return new Part.Image(DataUrl.read(part.path(ADDRESS), url), detail, null);
        }
        if (id != null) {
            return new Part.Image(new Media.Stored(id, part.path("file_id")), detail, null);
        }
        throw part.missing(ADDRESS, "a string, or file_id");
    }

    private Part file(Fields part) throws Inexpressible {
        asides.hint(part, "detail");
        return new Part.Document(media(part), part.text("filename"), null);
    }

    private static Media media(Fields file) throws Inexpressible {
        var data = file.text("file_data");
        if (data != null) {
            return DataUrl.readFile(file.path("file_data"), data);
        }
        var url = file.text("file_url");
        if (url != null) {
            return DataUrl.read(file.path("file_url"), url);
        }
        var id = file.text("file_id");
        if (id != null) {
            return new Media.Stored(id, file.path("file_id"));
        }
        throw file.missing("file_data", "a string, or file_url, or file_id");
    }

    private Part audio(Fields part) throws Inexpressible {
        var audio = part.object("input_audio");
        if (audio == null) {
            throw part.missing("input_audio", "an object");
        }
        var type = AudioFormat.type(audio.requiredText("format"));
        var read =
                new Part.Audio(
                        new Media.Inline(type, audio.requiredText("data"), audio.path()), null);
        asides.rest(audio);
        return read;
    }
}
