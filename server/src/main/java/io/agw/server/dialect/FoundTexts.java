package io.agw.server.dialect;

import io.agw.server.dialect.TextPlace.Sort;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The texts of a document.
///
/// @param places in their order
/// @param unread sorts of which something is there that is no text: pictures, what a vendor keeps
/// @param calls whether an answer calls a tool, the vendor's own too
public record FoundTexts(List<TextPlace> places, Set<Sort> unread, boolean calls) {
    public FoundTexts {
        places = List.copyOf(places);
        unread = unread.isEmpty() ? Set.of() : EnumSet.copyOf(unread);
    }
}
