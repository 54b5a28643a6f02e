package io.agw.server.dialect.shape;

import java.util.Map;

/// What a dialect's clients call the members of a conversation. Whoever writes a request for
/// another dialect does not know in which it was asked, and names members as chat completions do.
///
/// @param names by the names of chat completions: of members, and of what stands in a message; what
///   is not there is called alike
/// @param parts what the list of a message's parts is called
public record FieldNames(Map<String, String> names, String parts) {
    private static final String CONTENT = "content";

    /// Those of chat completions.
    public static final FieldNames OF_CHAT = new FieldNames(Map.of(), CONTENT);

    public FieldNames {
        names = Map.copyOf(names);
    }

    /// A member's path in the client's request.
    ///
    /// @param field its path as chat completions have it
    public String of(String field) {
        var whole = names.get(field);
        if (whole != null) {
            return whole;
        }
        int end = 0;
        while (end < field.length() && field.charAt(end) != '[' && field.charAt(end) != '.') {
            end++;
        }
        var head = field.substring(0, end);
        var name = names.get(head);
        if (name == null) {
            return field;
        }
        var tail = field.substring(end);
        return name + (head.equals("messages") ? tail.replace("." + CONTENT, "." + parts) : tail);
    }
}
