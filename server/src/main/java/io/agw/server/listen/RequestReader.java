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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads a request whole, within limits. Thread-safe.
final class RequestReader {
    private static final int MOST_HEADERS = 100;
    private static final byte[] NOTHING = {};
    private static final Refusal PATH =
            new Refusal(
                    400,
                    "invalid_path",
                    "path is malformed (expected: UTF-8, no dot segments, no encoded separators, no fragment)");

    private final BodyLimits bodies;
    private final boolean encodedSlashes;

    /// @param encodedSlashes whether `%2F` may stand within a segment of a path
    RequestReader(BodyLimits bodies, boolean encodedSlashes) {
        this.bodies = bodies;
        this.encodedSlashes = encodedSlashes;
    }

    /// The request with its body.
    ///
    /// @throws UnreadRequest when it is malformed or too large
    Received read(ServerRequest request, String requestId, GuardedConnection connection)
            throws UnreadRequest {
        var rawPath = request.prologue().uriPath().rawPath();
        var path = RequestPath.read(rawPath, encodedSlashes);
        var line =
                new Received(
                        requestId,
                        request.prologue().method().text().toUpperCase(Locale.ROOT),
                        Objects.requireNonNullElse(host(request.headers()), ""),
                        Objects.requireNonNullElse(path, rawPath),
                        rawPath,
                        request.prologue().query().rawValue(),
                        Map.of(),
                        NOTHING,
                        connection.remoteAddress(),
                        connection.guard().requestStart());
        try {
            if (path == null || request.prologue().fragment().hasValue()) {
                throw new TurnRefused(PATH);
            }
            return read(request, line, connection.guard());
        } catch (TurnRefused e) {
            throw new UnreadRequest(line, e.refusal());
        }
    }

    private Received read(ServerRequest request, Received line, ConnectionGuard guard) {
        requireFraming(request.headers());
        if (host(request.headers()) == null) {
            throw malformed("host is malformed (expected: a name or an address, and a port)");
        }
        var headers = headers(request.headers());
        int limit = bodies.of(line.path(), type(request.headers()));
        return line.with(headers, body(request, guard, limit));
    }

    private static String type(ServerRequestHeaders headers) {
        return headers.contains(HeaderNames.CONTENT_TYPE)
                ? headers.get(HeaderNames.CONTENT_TYPE).get()
                : "";
    }

    /// Null when it is malformed.
    private static @Nullable String host(ServerRequestHeaders headers) {
        return Authority.name(
                headers.contains(HeaderNames.HOST) ? headers.get(HeaderNames.HOST).get() : "");
    }

    /// Helidon passes over what is empty in a list of encodings.
    private static void requireFraming(ServerRequestHeaders headers) {
        if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
            var encodings = headers.get(HeaderNames.TRANSFER_ENCODING).allValues();
            if (encodings.size() != 1 || !encodings.getFirst().equalsIgnoreCase("chunked")) {
                throw malformed("transfer-encoding is malformed (expected: chunked)");
            }
        }
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
            var name = header.headerName().lowerCase();
            if (name.isEmpty()) {
                throw malformed("header without a name");
            }
            byName.put(name, header.valueCount() == 1 ? List.of(header.get()) : header.allValues());
        }
        return byName;
    }

    private static byte[] body(ServerRequest request, ConnectionGuard guard, int limit) {
        if (!request.content().hasEntity()) {
            return NOTHING;
        }
        long announced = request.headers().contentLength().orElse(-1);
        if (announced > limit) {
            throw tooLarge(limit);
        }
        if (guard.isBodyMalformed()) {
            throw misframed();
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
                    : misframed();
        } catch (NumberFormatException | DataReader.IncorrectNewLineException _) {
            throw misframed(); // a chunk without a size, or a line without its end
        } catch (IOException | DataReader.InsufficientDataAvailableException e) {
            throw new CloseConnectionException(
                    "the client left before its request was complete", e);
        }
    }

    private static TurnRefused misframed() {
        return malformed("request body is not well-framed");
    }

    private static TurnRefused malformed(String what) {
        return new TurnRefused(new Refusal(400, "malformed_request", what));
    }

    private static TurnRefused tooLarge(int limit) {
        return new TurnRefused(
                new Refusal(
                        413,
                        "request_too_large",
                        "request body is too large (expected: <= " + limit + " bytes)"));
    }
}
