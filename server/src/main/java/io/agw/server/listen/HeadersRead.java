package io.agw.server.listen;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

/// Tells the guard of a connection that a request's headers are complete.
final class HeadersRead implements Http1ConnectionListener {
    @Override
    public void headers(ConnectionContext context, Headers headers) {
        if (context instanceof GuardedContext guarded) {
            boolean chunked = headers.contains(HeaderNames.TRANSFER_ENCODING);
            boolean body =
                    chunked
                            || (headers.contains(HeaderNames.CONTENT_LENGTH)
                                    && !headers.contains(HeaderValues.CONTENT_LENGTH_ZERO));
            guarded.guard().headersRead(body);
            if (chunked) {
                guarded.guard().chunksBegin(guarded.takeAhead());
            }
        }
    }
}
