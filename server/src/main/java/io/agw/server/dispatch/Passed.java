package io.agw.server.dispatch;

import io.agw.server.call.Header;
import io.agw.server.provider.Resource;
import java.util.List;

/// What of a client's request, outside of its body, is meant for a vendor of its own dialect. No
/// key is in it.
///
/// @param headers that change what the request means
/// @param resource what the request's address names
public record Passed(List<Header> headers, Resource resource) {
    public Passed {
        headers = List.copyOf(headers);
    }
}
