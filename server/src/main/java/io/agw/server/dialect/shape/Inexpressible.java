package io.agw.server.dialect.shape;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A request that cannot be read, or not be written in another dialect, because of one member.
public final class Inexpressible extends Exception {
    private static final long serialVersionUID = 1;

    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z_$][A-Za-z0-9_$-]*(\\[\\d+]|\\.[A-Za-z_$][A-Za-z0-9_$-]*)*");
    private static final int LONGEST_PLAIN = 160;
    private static final int LONGEST_SHOWN = 64;

    private final @Nullable String field;
    private final String says;

    /// @param field the member's path in the client's request: `messages[2].content[0].type`
    /// @param says what it is, and what was expected
    public Inexpressible(String field, String says) {
        super((isPlain(field) ? field : quoted(field)) + ": " + says);
        this.field = isPlain(field) ? field : null;
        this.says = says;
    }

    /// The same of the member as the client calls it in its request.
    public Inexpressible calledBy(FieldNames names, JsonNode request) {
        return field == null ? this : new Inexpressible(names.of(field, request), says);
    }

    /// The member's path in the client's request; null when a name in it is no plain word: a client
    /// may have put anything there.
    public @Nullable String field() {
        return field;
    }

    private static boolean isPlain(String field) {
        return field.length() <= LONGEST_PLAIN && PLAIN.matcher(field).matches();
    }

    /// Few characters, and none that does something to a log or a terminal.
    private static String quoted(String field) {
        var text = new StringBuilder("\"");
        field.codePoints()
                .limit(LONGEST_SHOWN)
                .forEach(c -> {
                    if (c == '"' || c == '\\') {
                        text.append('\\').append((char) c);
                    } else if (c >= ' ' && c < 0x7f) {
                        text.append((char) c);
                    } else {
                        text.append("\\u{").append(Integer.toHexString(c)).append('}');
                    }
                });
        boolean whole = field.codePointCount(0, field.length()) <= LONGEST_SHOWN;
        return text.append(whole ? "\"" : "…\"").toString();
    }
}
