package io.agw.server.dialect;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads texts at their places and puts others there; every other byte stays as it is. Stateless.
public final class TextEdits {
    private TextEdits() {}

    /// A text as whoever reads the document reads it.
    public static String text(byte[] document, TextPlace place) {
        return switch (place.form()) {
            case STRING, SIGNED, JSON_STRING ->
                    JsonText.decode(document, place.start() + 1, place.end() - 1);
            case JSON ->
                    new String(
                            document,
                            place.start(),
                            place.end() - place.start(),
                            StandardCharsets.UTF_8);
        };
    }

    /// The bytes at `[from, to)` with other texts.
    ///
    /// @param edits in the order of their places
    public static byte[] apply(byte[] document, int from, int to, List<Edit> edits) {
        var out = new ByteArrayOutputStream(to - from + 64);
        int at = from;
        for (var edit : edits) {
            out.write(document, at, edit.place().start() - at);
            out.writeBytes(
                    edit.place().form() == TextPlace.Form.JSON
                            ? edit.text().getBytes(StandardCharsets.UTF_8)
                            : JsonText.quoted(edit.text()));
            at = edit.place().end();
        }
        out.write(document, at, to - at);
        return out.toByteArray();
    }

    /// Another text for a place.
    public record Edit(TextPlace place, String text) {}
}
