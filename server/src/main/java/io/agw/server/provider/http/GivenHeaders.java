package io.agw.server.provider.http;

import io.agw.server.call.Header;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What an account makes of the headers that a call brings.
///
/// @param unlessGiven headers that a call may replace
/// @param words each stands in a list, behind what the call has in it
record GivenHeaders(List<Header> unlessGiven, List<Header> words) {
    GivenHeaders {
        unlessGiven = List.copyOf(unlessGiven);
        words = List.copyOf(words);
    }

    boolean isEmpty() {
        return unlessGiven.isEmpty() && words.isEmpty();
    }

    /// The call's headers and the account's, to be added to.
    List<Header> with(List<Header> given) {
        var headers = new ArrayList<>(given);
        for (var header : unlessGiven) {
            if (find(given, header.name()) < 0) {
                headers.add(header);
            }
        }
        for (var word : words) {
            int at = find(headers, word.name());
            if (at < 0) {
                headers.add(word);
            } else {
                headers.set(at, listing(headers.get(at), word.value()));
            }
        }
        return headers;
    }

    private static Header listing(Header header, String word) {
        var value = header.value();
        boolean has = Arrays.stream(value.split(",")).map(String::strip).anyMatch(word::equals);
        return has ? header : new Header(header.name(), value + "," + word);
    }

    private static int find(List<Header> headers, String name) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}
