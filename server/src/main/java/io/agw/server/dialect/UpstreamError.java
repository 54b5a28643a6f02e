package io.agw.server.dialect;

import org.jspecify.annotations.Nullable;

/// The parts of an upstream's error that may be shown to a client: words, never prose, which might
/// repeat a prompt or a key. A part that is no plain word is left out.
public record UpstreamError(@Nullable String code, @Nullable String type, @Nullable String param) {
    private static final int LONGEST = 96;

    /// An error of which nothing can be shown.
    public static final UpstreamError UNKNOWN = new UpstreamError(null, null, null);

    public UpstreamError {
        code = word(code);
        type = word(type);
        param = word(param);
    }

    private static @Nullable String word(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "_.-[]".indexOf(c) >= 0;
            if (!plain) {
                return null;
            }
        }
        return text;
    }
}
