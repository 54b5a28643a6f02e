package io.agw.server.dialect.shape;

import java.util.Map;

/// What a dialect's clients call the members of a conversation. Whoever writes a request for
/// another dialect does not know in which it was asked, and names members as chat completions do.
///
/// @param names by the names of chat completions; what is not there is called alike
public record FieldNames(Map<String, String> names) {
    /// Those of chat completions.
    public static final FieldNames OF_CHAT = new FieldNames(Map.of());

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
        return name == null ? field : name + field.substring(end);
    }
}
