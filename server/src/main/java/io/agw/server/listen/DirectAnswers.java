package io.agw.server.listen;

import io.agw.server.turn.Refusal;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.jspecify.annotations.Nullable;

/// Answers to what Helidon refuses before a turn begins, in the listener's own error shape. What
/// Helidon says about it may hold bytes of the request and is not passed on.
final class DirectAnswers implements DirectHandler {
    private final ErrorShape errors;
    private final RequestIds ids = new RequestIds();

    private DirectAnswers(ErrorShape errors) {
        this.errors = errors;
    }

    static DirectHandlers all(ErrorShape errors) {
        var answers = new DirectAnswers(errors);
        var builder = DirectHandlers.builder();
        for (var type : EventType.values()) {
            builder.addHandler(type, answers);
        }
        return builder.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        var refusal = refusal(request, status);
        var given =
                request.headers().contains(TurnHandler.REQUEST_ID)
                        ? request.headers().get(TurnHandler.REQUEST_ID).get()
                        : null;
        return TransportResponse.builder()
                .status(Status.create(refusal.status()))
                .headers(headers)
                .header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/json"))
                .header(HeaderValues.create(TurnHandler.REQUEST_ID, ids.idOf(given)))
                .keepAlive(false)
                .entity(errors.body(refusal))
                .build();
    }

    private static Refusal refusal(TransportRequest request, Status status) {
        int code = status.code();
        if (code == 500 && isWithinHeaders()) {
            // what Helidon's parser gives up on, such as a method that is no word
            return refusal(request, Status.BAD_REQUEST_400);
        }
        if (code == 400 && areHeadersTooLarge()) {
            return new Refusal(
                    431,
                    "headers_too_large",
                    "headers are too large (expected: <= "
                            + HttpListener.LARGEST_HEADERS
                            + " bytes)");
        }
        if (code == 400 && request.headers().contains(HeaderNames.CONTENT_ENCODING)) {
            return new Refusal(
                    415,
                    "unsupported_encoding",
                    "encoded request bodies are not accepted (expected: no content-encoding)");
        }
        return switch (code) {
            case 413 -> new Refusal(413, "request_too_large", "request body is too large");
            case 414 ->
                    new Refusal(
                            414,
                            "request_line_too_long",
                            "request line is too long (expected: <= "
                                    + HttpListener.LONGEST_REQUEST_LINE
                                    + " bytes)");
            case 500 -> new Refusal(500, "internal_error", "internal error");
            case 501 ->
                    new Refusal(
                            501,
                            "unsupported_transfer_encoding",
                            "transfer encoding is not supported (expected: chunked)");
            case 503 -> new Refusal(503, "overloaded", "too many requests at once");
            case 505 ->
                    new Refusal(
                            505,
                            "http_version_not_supported",
                            "HTTP version is not supported (expected: HTTP/1.1)");
            default -> new Refusal(code, "malformed_request", "malformed HTTP request");
        };
    }

    private static boolean areHeadersTooLarge() {
        return isWithinHeaders()
                && GuardedConnection.CURRENT.get().guard().headerBytes()
                        > HttpListener.LARGEST_HEADERS;
    }

    private static boolean isWithinHeaders() {
        return GuardedConnection.CURRENT.isBound()
                && GuardedConnection.CURRENT.get().guard().phase() == ConnectionGuard.Phase.HEADERS;
    }
}
