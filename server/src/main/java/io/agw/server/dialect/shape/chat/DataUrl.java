package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.Locale;

/// Addresses that may hold what they point to.
final class DataUrl {
    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64";

    private DataUrl() {}

    /// @param path of the address in the request
    static Media read(String path, String url) throws Inexpressible {
        if (!url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new Media.Remote(url);
        }
        int comma = url.indexOf(',');
        var head = comma < 0 ? "" : url.substring(SCHEME.length(), comma);
        int end = head.indexOf(';');
        if (end <= 0 || !head.toLowerCase(Locale.ROOT).endsWith(BASE64)) {
            throw new Inexpressible(path, "a data url (expected: data:<type>;base64,<bytes>)");
        }
        return new Media.Inline(head.substring(0, end), url.substring(comma + 1));
    }

    static String write(Media.Inline media) {
        return SCHEME + media.type() + BASE64 + "," + media.base64();
    }
}
