package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.List;

/// Reads pictures, documents and sounds.
final class MediaReader {
    private final Aside aside;

    MediaReader(Aside aside) {
        this.aside = aside;
    }

    /// A part that is nothing else.
    void part(Fields part, List<Part> to) throws Inexpressible {
        if (part.has("fileData")) {
            file(part, to);
        } else {
            inline(part, to);
        }
    }

    void inline(Fields part, List<Part> to) throws Inexpressible {
        var data = ContentReader.object(part, "inlineData");
        var type = data.requiredText("mimeType");
        to.add(part(data, type, new Media.Inline(type, data.requiredText("data"), data.path())));
        aside.rest(data);
    }

    void file(Fields part, List<Part> to) throws Inexpressible {
        var data = ContentReader.object(part, "fileData");
        var uri = data.requiredText("fileUri");
        var said = data.text("mimeType");
        var type = said == null ? FileTypes.ofName(uri) : said;
        if (type == null) {
            throw data.missing("mimeType", "a media type, for the address does not tell");
        }
        var at = data.path("fileUri");
        var media =
                FileTypes.isWithVendor(uri) ? new Media.Stored(uri, at) : new Media.Remote(uri, at);
        to.add(part(data, type, media));
        aside.rest(data);
    }

    private Part part(Fields data, String type, Media media) throws Inexpressible {
        if (type.startsWith("image/")) {
            return new Part.Image(media, null, null);
        }
        if (type.startsWith("audio/")) {
            return new Part.Audio(media, null);
        }
        if (type.startsWith("video/")) {
            aside.foreign(data.path());
            return new Part.Foreign(data.path(), data.node());
        }
        return new Part.Document(media, data.text("displayName"), null);
    }
}
