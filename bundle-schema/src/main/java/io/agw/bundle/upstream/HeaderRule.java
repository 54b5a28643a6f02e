package io.agw.bundle.upstream;

import java.util.Locale;
import java.util.Set;

/// What can be a header of a request.
public final class HeaderRule {
    /// A value that is one word, as a regular expression that JSON Schema has too.
    public static final String WORD = "[!-~]+";

    /// What to write for a word, for messages.
    public static final String WORD_EXPECTED = "printable ASCII characters without spaces";

    /// What to write for any value, for messages.
    public static final String VALUE_EXPECTED =
            "a header's value: characters of Latin-1, none of control, no space at its ends";

    /// Headers that frame a message or belong to one connection.
    private static final Set<String> FRAMING =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private HeaderRule() {}

    /// Whether a header frames its message, so that only the caller itself can set it.
    public static boolean frames(String name) {
        return FRAMING.contains(name.toLowerCase(Locale.ROOT));
    }

    public static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    public static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c < 0x7f && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }

    /// Whether a text stays in its line and has only characters of the one-byte set that heads are
    /// in.
    public static boolean isValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                return false;
            }
        }
        return text.equals(text.strip());
    }
}
