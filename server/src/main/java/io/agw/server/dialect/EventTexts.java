package io.agw.server.dialect;

import io.agw.server.dialect.TextPlace.Sort;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The texts of one event of a stream.
///
/// @param pieces in the order of their places
/// @param unread sorts of which something is there that is no text
/// @param ended beginnings of the keys of texts that end with this event
/// @param calls whether it is of a call of a tool, the vendor's own too
public record EventTexts(List<Piece> pieces, Set<Sort> unread, List<String> ended, boolean calls) {
    /// Of an event that says nothing.
    public static final EventTexts NONE = new EventTexts(List.of(), Set.of(), List.of(), false);

    public EventTexts {
        pieces = List.copyOf(pieces);
        ended = List.copyOf(ended);
    }

    /// A text, or a piece of one.
    ///
    /// @param key of the text that it is a piece of; null when it is all of one
    public record Piece(TextPlace place, @Nullable String key) {}
}
