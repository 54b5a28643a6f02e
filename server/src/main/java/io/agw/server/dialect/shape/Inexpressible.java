package io.agw.server.dialect.shape;

import io.agw.server.dialect.conversation.Part;
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

    /// A part that stands where none of its kind can.
    ///
    /// @param expected what can stand there
    public static Inexpressible misplaced(Part part, String expected) {
        var what =
                switch (part) {
                    case Part.Text _ -> "a text";
                    case Part.Image _ -> "an image";
                    case Part.Document _ -> "a document";
                    case Part.Audio _ -> "a sound";
                    case Part.ToolCall _ -> "a tool call";
                    case Part.ToolResult _ -> "a tool's result";
                    case Part.Thinking _, Part.SealedThinking _ -> "a thought";
                    case Part.Declined _ -> "a refusal";
                    case Part.Foreign _ -> "something that only its own dialect knows";
                };
        return new Inexpressible(part.at(), what + " (expected: " + expected + ")");
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
