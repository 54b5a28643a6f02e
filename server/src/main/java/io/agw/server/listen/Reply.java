package io.agw.server.listen;

import io.agw.server.turn.Refusal;
import io.agw.server.turn.ReplySink;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer of one turn on a Helidon connection.
final class Reply implements ReplySink {
    private static final Header JSON =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");

    private final ServerResponse response;
    private final GuardedConnection connection;
    private final ErrorShape errors;
    private final boolean bodiless;
    private final boolean trailers;
    private boolean begun;
    private boolean broken;
    private @Nullable HelidonStream stream;

    Reply(
            ServerRequest request,
            ServerResponse response,
            GuardedConnection connection,
            ErrorShape errors) {
        this.response = response;
        this.connection = connection;
        this.errors = errors;
        this.bodiless = request.prologue().method().equals(Method.HEAD);
        this.trailers = request.headers().contains(HeaderNames.TE);
    }

    /// Notes the id that the answer carries.
    void requestId(String id) {
        response.header(HeaderValues.create(TurnHandler.REQUEST_ID, id));
    }

    @Override
    public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
        begin(status, headers);
        try {
            if (bodiless) {
                response.header(HeaderNames.CONTENT_LENGTH, String.valueOf(body.length));
                response.send();
            } else {
                response.send(body);
            }
        } catch (ServerConnectionException | SocketWriterException | UncheckedIOException e) {
            throw lost(e);
        }
    }

    @Override
    public ReplySink.Stream stream(int status, Map<String, String> headers) throws IOException {
        begin(status, headers);
        connection.streaming(true);
        stream = new HelidonStream(response.outputStream());
        return stream;
    }

    @Override
    public boolean clientGone() {
        return connection.guard().isGone();
    }

    @Override
    public boolean isShuttingDown() {
        return connection.isShuttingDown();
    }

    /// Answers with an error of the gateway's own.
    void refuse(Refusal refusal) throws IOException {
        response.header(JSON);
        if (refusal.retryAfter() != null) {
            response.header(
                    HeaderValues.create(HeaderNames.RETRY_AFTER, refusal.retryAfterSeconds()));
        }
        send(refusal.status(), Map.of(), errors.body(refusal));
    }

    /// Whether anything was said to the client.
    boolean hasBegun() {
        return begun;
    }

    /// Whether the answer is all that it was meant to be; if not, the connection must break.
    boolean isComplete() {
        return begun && !broken && (stream == null || stream.ended);
    }

    private void begin(int status, Map<String, String> headers) {
        if (begun) {
            throw new IllegalStateException("answer has begun (expected: one answer a turn)");
        }
        begun = true;
        response.status(Status.create(status));
        for (var header : headers.entrySet()) {
            response.header(
                    HeaderValues.create(
                            HeaderNames.createFromLowercase(header.getKey()), header.getValue()));
        }
        if (connection.isClosing()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
    }

    private IOException lost(RuntimeException cause) {
        broken = true;
        return new IOException("the client is gone", cause);
    }

    /// A chunked answer.
    private final class HelidonStream implements ReplySink.Stream {
        private final OutputStream out;
        private final WatchedWriter writer = connection.writer();
        private boolean flushed;
        private boolean ended;

        HelidonStream(OutputStream out) {
            this.out = out;
            writer.hold();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            check();
            if (bodiless) {
                return;
            }
            try {
                out.write(bytes, offset, length);
            } catch (ServerConnectionException | SocketWriterException | UncheckedIOException e) {
                throw lost(e);
            }
        }

        @Override
        public void flush() throws IOException {
            check();
            try {
                out.flush();
                writer.release();
                flushed = true;
            } catch (ServerConnectionException | SocketWriterException | UncheckedIOException e) {
                throw lost(e);
            }
        }

        @Override
        public void end(byte[] bytes, int offset, int length) throws IOException {
            writer.hold();
            write(bytes, offset, length);
            end();
        }

        @Override
        public void end() throws IOException {
            check();
            try {
                writer.hold();
                out.close();
                if (flushed && !trailers) {
                    writer.releaseWithLastChunk();
                } else {
                    writer.release();
                }
                ended = true;
            } catch (ServerConnectionException | SocketWriterException | UncheckedIOException e) {
                throw lost(e);
            }
        }

        @Override
        public void abort() {
            broken = true;
        }

        private void check() throws IOException {
            if (broken) {
                throw new IOException("the answer was given up");
            }
        }
    }
}
