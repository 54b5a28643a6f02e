package io.agw.server.listen;

import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.ReplySink;
import io.agw.server.turn.TurnRefused;
import io.agw.server.turn.TurnScope;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Runs one turn on the connection's thread: reads the request, has it answered, and leaves the
/// connection either ready for the next one or closed.
final class TurnHandler implements io.helidon.webserver.http.Handler {
    static final HeaderName REQUEST_ID = HeaderNames.createFromLowercase("x-request-id");

    private static final Logger LOG = Logger.getLogger(TurnHandler.class.getName());
    private static final Refusal INTERNAL =
            new Refusal(500, "internal_error", "internal error; the log has it under x-request-id");

    private final ErrorShape errors;
    private final RequestReader requests;
    private final RequestIds ids = new RequestIds();
    private final Health health;
    private final Handler handler;

    TurnHandler(ListenerSettings settings, Health health, Handler handler) {
        this.errors = settings.errors();
        this.requests = new RequestReader(settings.bodies(), settings.encodedSlashes());
        this.health = health;
        this.handler = handler;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        var connection = GuardedConnection.CURRENT.get();
        var headers = request.headers();
        var id = ids.idOf(headers.contains(REQUEST_ID) ? headers.get(REQUEST_ID).get() : null);
        var reply = new Reply(request, response, connection, errors);
        reply.requestId(id);
        if (headers.contains(HeaderNames.CONNECTION)
                && headers.containsToken(HeaderValues.CONNECTION_CLOSE)) {
            connection.close(false);
        }
        try {
            turn(requests.read(request, id, connection), connection, reply);
        } catch (UnreadRequest e) {
            // what is left of the body is not worth reading
            connection.close(false);
            answer(id, reply, () -> handler.refuse(e.read(), e.refusal(), reply));
        }
        if (!reply.isComplete()) {
            throw new CloseConnectionException("the answer could not be completed");
        }
        if (connection.isClosing()) {
            connection.close(false);
        }
    }

    /// Refuses what never became a turn.
    void refuse(Received read, Refusal refusal, ReplySink sink) throws IOException {
        TurnScope.run(read.requestId(), () -> handler.refuse(read, refusal, sink));
    }

    private void turn(Received received, GuardedConnection connection, Reply reply) {
        connection.guard().turnBegins();
        try {
            answer(
                    received.requestId(),
                    reply,
                    () -> {
                        if (!health.answer(received, reply)) {
                            handler.handle(received, reply);
                        }
                    });
        } finally {
            connection.streaming(false);
            connection.guard().turnEnds();
        }
    }

    private static void answer(String id, Reply reply, TurnScope.Work work) {
        try {
            TurnScope.run(id, work);
            if (!reply.hasBegun()) {
                throw new IllegalStateException("no answer (expected: one answer a turn)");
            }
        } catch (TurnRefused e) {
            refuse(reply, e.refusal());
        } catch (IOException e) {
            LOG.log(Level.FINE, e, () -> "client left, request " + id);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, e, () -> "turn failed, request " + id);
            refuse(reply, INTERNAL);
        }
    }

    private static void refuse(Reply reply, Refusal refusal) {
        if (reply.hasBegun()) {
            return; // half an answer cannot be mended: the connection breaks
        }
        try {
            reply.refuse(refusal);
        } catch (IOException e) {
            LOG.log(Level.FINE, "client left before it was refused", e);
        }
    }
}
