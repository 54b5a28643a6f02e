package io.agw.server.listen;

import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.ReplySink;
import io.agw.server.turn.TurnRefused;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Answers to what Helidon refuses before a turn begins: in the error shape of whoever would have
/// served it, as far as can be told from what came, else in the listener's own. What Helidon says
/// about it may hold bytes of the request and is not passed on.
final class DirectAnswers implements DirectHandler {
    private static final Logger LOG = Logger.getLogger(DirectAnswers.class.getName());
    private static final byte[] NOTHING = {};
    private static final Map<String, String> JSON = Map.of("content-type", "application/json");

    private final ErrorShape errors;
    private final boolean encodedSlashes;
    private final LentHandler turns;
    private final RequestIds ids = new RequestIds();

    private DirectAnswers(ListenerSettings settings, LentHandler turns) {
        this.errors = settings.errors();
        this.encodedSlashes = settings.encodedSlashes();
        this.turns = turns;
    }

    static DirectHandlers all(ListenerSettings settings, LentHandler turns) {
        var answers = new DirectAnswers(settings, turns);
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
        var id = ids.idOf(given);
        var answer = answer(request, refusal, id);
        var response =
                TransportResponse.builder()
                        .status(Status.create(answer.status))
                        .headers(headers)
                        .header(HeaderValues.create(TurnHandler.REQUEST_ID, id))
                        .keepAlive(false)
                        .entity(answer.body);
        answer.headers.forEach((name, value) ->
                response.header(HeaderValues.create(HeaderNames.createFromLowercase(name), value)));
        return response.build();
    }

    private Answer answer(TransportRequest request, Refusal refusal, String id) {
        var answer = new Answer();
        if (GuardedConnection.CURRENT.isBound()) {
            try {
                turns.refuse(read(request, id, GuardedConnection.CURRENT.get()), refusal, answer);
                return answer;
            } catch (TurnRefused | IOException _) {
                // below
            } catch (RuntimeException e) {
                LOG.log(Level.SEVERE, e, () -> "refusal failed, request " + id);
            }
        }
        answer.send(refusal.status(), JSON, errors.body(refusal));
        return answer;
    }

    /// What is known of the request.
    private Received read(TransportRequest request, String id, GuardedConnection connection) {
        var line =
                request.path().isEmpty()
                        ? connection.guard().line()
                        : new RequestLine(request.method(), request.path());
        var path = RequestPath.read(line.path(), encodedSlashes);
        var host = request.headers().contains(HeaderNames.HOST);
        var name = host ? Authority.name(request.headers().get(HeaderNames.HOST).get()) : null;
        return new Received(
                id,
                line.method().toUpperCase(Locale.ROOT),
                Objects.requireNonNullElse(name, ""),
                Objects.requireNonNullElse(path, line.path()),
                line.path(),
                "",
                Map.of(),
                NOTHING,
                connection.remoteAddress(),
                connection.guard().requestStart());
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

    /// What is to be sent by Helidon.
    private static final class Answer implements ReplySink {
        private int status;
        private Map<String, String> headers = Map.of();
        private byte[] body = NOTHING;

        @Override
        public void send(int code, Map<String, String> fields, byte[] document) {
            status = code;
            headers = fields;
            body = document;
        }

        @Override
        public Stream stream(int code, Map<String, String> fields) {
            throw new IllegalStateException("a stream (expected: a refusal)");
        }

        @Override
        public boolean clientGone() {
            return false;
        }
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
