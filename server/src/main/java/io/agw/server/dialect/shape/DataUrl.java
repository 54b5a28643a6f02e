package io.agw.server.dialect.shape;

import io.agw.server.dialect.conversation.Media;
import java.util.Locale;

/// Addresses that may hold what they point to.
public final class DataUrl {
    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64";

    private DataUrl() {}

    /// @param path of the address in the request
    public static Media read(String path, String url) throws Inexpressible {
        if (!url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new Media.Remote(url, path);
        }
        int comma = url.indexOf(',');
        var head = comma < 0 ? "" : url.substring(SCHEME.length(), comma);
        int end = head.indexOf(';');
        if (end <= 0 || !head.toLowerCase(Locale.ROOT).endsWith(BASE64)) {
            throw new Inexpressible(path, "a data url (expected: data:<type>;base64,<bytes>)");
        }
        return new Media.Inline(head.substring(0, end), url.substring(comma + 1), path);
    }

    /// The data of a file, of which the base64 may stand alone: files were PDFs before they could
    /// be anything else.
    ///
    /// @param path of the data in the request
    public static Media readFile(String path, String data) throws Inexpressible {
        return data.indexOf(':') < 0
                ? new Media.Inline("application/pdf", data, path)
                : read(path, data);
    }

    public static String write(Media.Inline media) {
        return SCHEME + media.type() + BASE64 + "," + media.base64();
    }
}
