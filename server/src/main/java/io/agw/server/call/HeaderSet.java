package io.agw.server.call;

import io.agw.bundle.upstream.HeaderRule;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// Merges headers from several places.
final class HeaderSet {
    private HeaderSet() {}

    /// @param own headers of the client itself, which others may replace except for framing
    /// @throws IllegalArgumentException when a header that frames the message is given
    static Collection<Header> of(List<Header> own, List<Header> given) {
        var merged = new LinkedHashMap<String, Header>();
        for (var header : own) {
            merged.put(header.name().toLowerCase(Locale.ROOT), header);
        }
        for (var header : given) {
            var name = header.name().toLowerCase(Locale.ROOT);
            if (HeaderRule.frames(name)) {
                throw new IllegalArgumentException(
                        "header: \"" + header.name() + "\" (expected: none that frames a message)");
            }
            merged.put(name, header);
        }
        return merged.values();
    }
}
