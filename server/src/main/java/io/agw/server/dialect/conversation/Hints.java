package io.agw.server.dialect.conversation;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a client asks for besides the answer itself. A dialect that has no like of one leaves it
/// out: the answer's words are the same.
///
/// @param user whom the request is for, as the client calls them; null when not said
/// @param others further ones of the client's dialect, by path, such as `metadata`
public record Hints(@Nullable String user, SortedMap<String, JsonNode> others) {
    /// None.
    public static final Hints NONE = new Hints(null, new TreeMap<>());

    public Hints {
        others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
    }
}
