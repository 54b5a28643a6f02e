package io.agw.server.dialect.shape.converse;

import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Writes images and documents of one request, whose bytes have to be in it. Not thread-safe.
final class MediaWriter {
    private static final Map<String, String> IMAGES =
            Map.of(
                    "image/png", "png",
                    "image/jpeg", "jpeg",
                    "image/jpg", "jpeg",
                    "image/gif", "gif",
                    "image/webp", "webp");
    private static final Map<String, String> DOCUMENTS =
            Map.ofEntries(
                    Map.entry("application/pdf", "pdf"),
                    Map.entry("text/plain", "txt"),
                    Map.entry("text/markdown", "md"),
                    Map.entry("text/html", "html"),
                    Map.entry("text/csv", "csv"),
                    Map.entry("application/msword", "doc"),
                    Map.entry(
                            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                            "docx"),
                    Map.entry("application/vnd.ms-excel", "xls"),
                    Map.entry(
                            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                            "xlsx"));
    private static final String UNNAMED = "document";
    private static final Pattern FORBIDDEN = Pattern.compile("[^a-zA-Z0-9()\\[\\] -]+");
    private static final Pattern SPACES = Pattern.compile(" {2,}");
    private static final int LONGEST_NAME = 180;

    private final Set<String> names = new HashSet<>();

    ObjectNode image(Media media) throws Inexpressible {
        var bytes = bytes(media);
        var format = IMAGES.get(type(bytes));
        if (format == null) {
            throw new Inexpressible(
                    bytes.at(),
                    "an image of " + bytes.type() + " (expected: png, jpeg, gif or webp)");
        }
        var block = ToolArguments.EXACT.createObjectNode();
        block.putObject("image")
                .put("format", format)
                .putObject("source")
                .put("bytes", bytes.base64());
        return block;
    }

    /// @param name null when it has none
    ObjectNode document(Media media, @Nullable String name) throws Inexpressible {
        var bytes = bytes(media);
        var type = type(bytes);
        var format = DOCUMENTS.getOrDefault(type, type.startsWith("text/") ? "txt" : null);
        if (format == null) {
            throw new Inexpressible(
                    bytes.at(),
                    "a document of "
                            + bytes.type()
                            + " (expected: pdf, text, html, csv, Word or Excel)");
        }
        var block = ToolArguments.EXACT.createObjectNode();
        block.putObject("document")
                .put("format", format)
                .put("name", unique(name == null ? UNNAMED : plain(name)))
                .putObject("source")
                .put("bytes", bytes.base64());
        return block;
    }

    /// A document must have a name of few characters, without its ending, which is its format.
    private static String plain(String name) {
        int dot = name.lastIndexOf('.');
        var stem = FORBIDDEN.matcher(dot > 0 ? name.substring(0, dot) : name).replaceAll(" ");
        var plain = SPACES.matcher(stem).replaceAll(" ").strip();
        return plain.isEmpty()
                ? UNNAMED
                : plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    }

    /// No two documents may have the same.
    private String unique(String name) {
        var unique = name;
        for (int i = 2; !names.add(unique); i++) {
            unique = name + " " + i;
        }
        return unique;
    }

    private static String type(Media.Inline bytes) {
        return bytes.type().toLowerCase(Locale.ROOT);
    }

    private static Media.Inline bytes(Media media) throws Inexpressible {
        return switch (media) {
            case Media.Inline inline -> inline;
            case Media.Remote(var _, var at) ->
                    throw new Inexpressible(at, "an address (expected: the bytes themselves)");
            case Media.Stored(var _, var at) ->
                    throw new Inexpressible(at, "a stored file (expected: the bytes themselves)");
        };
    }
}
