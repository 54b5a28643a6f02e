package io.agw.server.call;

import org.jspecify.annotations.Nullable;

/// One request and its answer on one connection.
final class Exchange implements UpstreamReply {
    /// Up to this many bytes of body go out with the head, in one write.
    private static final int ONE_WRITE = 64 * 1024;

    private static final int CLASS = 100;
    private static final int SUCCESS = 2;

    private final Connection connection;
    private final Cancellation cancellation;
    private final ResponseHead head;
    private final Body body;
    private boolean closed;

    private Exchange(
            Connection connection, Cancellation cancellation, ResponseHead head, Body body) {
        this.connection = connection;
        this.cancellation = cancellation;
        this.head = head;
        this.body = body;
    }

    /// Sends the request; a connection that fails here is closed.
    static void send(Connection connection, UpstreamRequest request) throws CallFailed {
        boolean sent = false;
        try {
            request.cancellation().attach(connection);
            var phase = request.timeouts().untilHead();
            connection.arm(phase, request.timeouts().of(phase));
            write(connection, request);
            sent = true;
        } finally {
            if (!sent) {
                abandon(connection, request);
            }
        }
    }

    /// Waits for the head of the answer to what was sent; a connection that fails here is closed.
    static Exchange receive(Connection connection, UpstreamRequest request, CallSettings settings)
            throws CallFailed {
        var limits = Body.Limits.of(request.timeouts(), System.nanoTime());
        boolean received = false;
        try {
            var head =
                    ResponseHead.read(connection, settings.maxHeadBytes(), settings.maxHeaders());
            if (head.isEncoded()) {
                throw new CallFailed(
                        new UpstreamFailure.Malformed(
                                "content-encoding (expected: none, as asked for)"));
            }
            if (head.status() / CLASS != SUCCESS) {
                limits = limits.within(settings.refusal());
            }
            connection.arm(Deadline.TOTAL, limits.totalBy());
            var body =
                    new Body(
                            connection,
                            framing(head),
                            head.isBodiless() ? 0 : head.length(),
                            limits);
            received = true;
            return new Exchange(connection, request.cancellation(), head, body);
        } finally {
            if (!received) {
                abandon(connection, request);
            }
        }
    }

    @Override
    public int status() {
        return head.status();
    }

    @Override
    public @Nullable String header(String name) {
        return head.header(name);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws CallFailed {
        return body.read(into, offset, length);
    }

    @Override
    public int ready() {
        return body.ready();
    }

    @Override
    public void awaitEvent() {
        body.awaitEvent();
    }

    @Override
    public void tokenCame() {
        body.tokenCame();
    }

    @Override
    public void finish() {
        try {
            body.finish();
        } catch (CallFailed _) {
            // the connection is not kept then, which is all that was at stake
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        cancellation.detach();
        if (body.isWhole() && head.keepsAlive() && canRest()) {
            connection.origin().release(connection);
        } else {
            connection.close();
        }
    }

    private boolean canRest() {
        try {
            connection.disarm();
            return !cancellation.isCancelled();
        } catch (CallFailed _) {
            // its deadline passed just now: the connection is closed already
            return false;
        }
    }

    private static void write(Connection connection, UpstreamRequest request) throws CallFailed {
        var body = request.body();
        var length = contentLength(request);
        int size = request.head().size() + length.size() + 2;
        for (var header : request.more()) {
            size += header.size();
        }
        boolean together = body.length <= ONE_WRITE;
        var bytes = new byte[together ? size + body.length : size];
        int at = request.head().write(bytes);
        for (var header : request.more()) {
            at = header.write(bytes, at);
        }
        at = length.write(bytes, at);
        bytes[at++] = '\r';
        bytes[at++] = '\n';
        if (together) {
            System.arraycopy(body, 0, bytes, at, body.length);
        }
        connection.write(bytes, bytes.length);
        if (!together) {
            connection.write(body, body.length);
        }
    }

    private static Header contentLength(UpstreamRequest request) {
        return new Header("Content-Length", Integer.toString(request.body().length));
    }

    private static Body.Framing framing(ResponseHead head) {
        if (head.isBodiless() || head.length() >= 0) {
            return Body.Framing.LENGTH;
        }
        return head.isChunked() ? Body.Framing.CHUNKED : Body.Framing.END;
    }

    private static void abandon(Connection connection, UpstreamRequest request) {
        request.cancellation().detach();
        connection.close();
    }
}
