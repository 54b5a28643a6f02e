package io.agw.server.dialect.shape.generate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the address of a file tells about it.
final class FileTypes {
    private static final Map<String, String> BY_ENDING =
            Map.ofEntries(
                    Map.entry("png", "image/png"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("jpeg", "image/jpeg"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("gif", "image/gif"),
                    Map.entry("heic", "image/heic"),
                    Map.entry("heif", "image/heif"),
                    Map.entry("pdf", "application/pdf"),
                    Map.entry("txt", "text/plain"),
                    Map.entry("csv", "text/csv"),
                    Map.entry("html", "text/html"),
                    Map.entry("mp3", "audio/mp3"),
                    Map.entry("wav", "audio/wav"),
                    Map.entry("mp4", "video/mp4"));
    private static final List<String> VENDORS =
            List.of("gs://", "https://generativelanguage.googleapis.com/");

    private FileTypes() {}

    /// Null when the name does not tell.
    static @Nullable String ofName(String address) {
        var path = address.split("[?#]", 2)[0];
        int dot = path.lastIndexOf('.');
        return dot < path.lastIndexOf('/')
                ? null
                : BY_ENDING.get(path.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /// Whether a file lies with the vendor already.
    static boolean isWithVendor(String address) {
        return VENDORS.stream().anyMatch(address::startsWith);
    }
}
