package io.agw.server.listen;

import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads a request whole, within limits. Thread-safe.
final class RequestReader {
    private static final int MOST_HEADERS = 100;
    private static final byte[] NOTHING = {};

    private final BodyLimits bodies;
    private final boolean encodedSlashes;

    /// @param encodedSlashes whether `%2F` may stand within a segment of a path
    RequestReader(BodyLimits bodies, boolean encodedSlashes) {
        this.bodies = bodies;
        this.encodedSlashes = encodedSlashes;
    }

    /// The request with its body.
    ///
    /// @throws TurnRefused when it is malformed or too large; the connection is of no use then
    Received read(ServerRequest request, String requestId, GuardedConnection connection) {
        var rawPath = request.prologue().uriPath().rawPath();
        var path = RequestPath.read(rawPath, encodedSlashes);
        if (path == null) {
            throw new TurnRefused(
                    new Refusal(
                            400,
                            "invalid_path",
                            "path is malformed (expected: UTF-8, no dot segments, no encoded separators)"));
        }
        return new Received(
                requestId,
                request.prologue().method().text().toUpperCase(Locale.ROOT),
                host(request.headers()),
                path,
                rawPath,
                request.prologue().query().rawValue(),
                headers(request.headers()),
                body(request, bodies.of(path, type(request.headers()))),
                connection.remoteAddress(),
                connection.guard().requestStart());
    }

    private static String type(ServerRequestHeaders headers) {
        return headers.contains(HeaderNames.CONTENT_TYPE)
                ? headers.get(HeaderNames.CONTENT_TYPE).get()
                : "";
    }

    private static String host(ServerRequestHeaders headers) {
        var host = headers.contains(HeaderNames.HOST) ? headers.get(HeaderNames.HOST).get() : "";
        int colon = host.lastIndexOf(':');
        var name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        var plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return plain.toLowerCase(Locale.ROOT);
    }

    private static Map<String, List<String>> headers(ServerRequestHeaders headers) {
        if (headers.size() > MOST_HEADERS) {
            throw new TurnRefused(
                    new Refusal(
                            400,
                            "too_many_headers",
                            "headers: " + headers.size() + " (expected: <= " + MOST_HEADERS + ")"));
        }
        var byName = HashMap.<String, List<String>>newHashMap(headers.size());
        for (var header : headers) {
            byName.put(
                    header.headerName().lowerCase(),
                    header.valueCount() == 1 ? List.of(header.get()) : header.allValues());
        }
        return byName;
    }

    private static byte[] body(ServerRequest request, int limit) {
        if (!request.content().hasEntity()) {
            return NOTHING;
        }
        long announced = request.headers().contentLength().orElse(-1);
        if (announced > limit) {
            throw tooLarge(limit);
        }
        try {
            // not closed: closing waits for the rest of a body that is refused
            var content = request.content().inputStream();
            if (announced >= 0) {
                return content.readNBytes((int) announced);
            }
            var body = content.readNBytes(limit + 1);
            if (body.length > limit) {
                throw tooLarge(limit);
            }
            return body;
        } catch (RequestException e) {
            throw e.status().equals(Status.REQUEST_ENTITY_TOO_LARGE_413)
                    ? tooLarge(limit)
                    : malformed();
        } catch (NumberFormatException _) {
            throw malformed(); // a chunk without a size
        } catch (IOException | DataReader.InsufficientDataAvailableException e) {
            throw new CloseConnectionException(
                    "the client left before its request was complete", e);
        }
    }

    private static TurnRefused malformed() {
        return new TurnRefused(
                new Refusal(400, "malformed_request", "request body is not well-framed"));
    }

    private static TurnRefused tooLarge(int limit) {
        return new TurnRefused(
                new Refusal(
                        413,
                        "request_too_large",
                        "request body is too large (expected: <= " + limit + " bytes)"));
    }
}
