package io.agw.cli.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One HTTP request.
///
/// @param method `GET`, `POST`, `PUT` or `DELETE`
/// @param headers sent as given
/// @param body with its media type; null for none
/// @param timeout for connecting, and for the whole answer; for a stream between two reads. Zero:
///   for ever
record Call(String method, URI uri, List<Header> headers, @Nullable Body body, Duration timeout) {
    Call {
        headers = List.copyOf(headers);
    }

    /// A request body.
    record Body(String mediaType, byte[] bytes) {}
}
