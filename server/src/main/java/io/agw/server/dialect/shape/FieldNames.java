package io.agw.server.dialect.shape;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a dialect's clients call the members of a conversation. Whoever writes a request for
/// another dialect does not know in which it was asked, and names members as chat completions do,
/// or, where those have several words or none, by a word of its own.
///
/// @param names paths that a client of the dialect may have written, likeliest first, by the word
///   of whoever writes; what is not there is called alike
public record FieldNames(Map<String, List<String>> names) {
    public FieldNames {
        names =
                names.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, name -> List.copyOf(name.getValue())));
    }

    /// A member's path in the client's request: the one that stands there, where several may.
    ///
    /// @param field its path as whoever wrote for another dialect calls it
    public String of(String field, JsonNode request) {
        var whole = names.get(field);
        if (whole != null) {
            return whole.stream()
                    .filter(path -> stands(path, request))
                    .findFirst()
                    .orElse(whole.getFirst());
        }
        if (stands(field.replaceAll("\\[\\d+]", "[]"), request)) {
            return field; // the client's own
        }
        int end = 0;
        while (end < field.length() && field.charAt(end) != '[' && field.charAt(end) != '.') {
            end++;
        }
        var name = names.get(field.substring(0, end));
        return name == null ? field : name.getFirst() + field.substring(end);
    }

    /// @param path members with a `[]` behind those that are lists
    private static boolean stands(String path, JsonNode in) {
        int dot = path.indexOf('.');
        var name = dot < 0 ? path : path.substring(0, dot);
        var value = in.path(name.replace("[]", ""));
        if (value.isMissingNode() || dot < 0) {
            return !value.isMissingNode();
        }
        var rest = path.substring(dot + 1);
        return value.isArray()
                ? value.valueStream().anyMatch(item -> stands(rest, item))
                : stands(rest, value);
    }
}
