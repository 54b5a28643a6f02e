package io.agw.server.plane.llm;

import io.agw.server.guard.GuardedStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Sends events to a client as guardrails let them pass. Not thread-safe.
final class GuardedEvents implements EventSink {
    private final GuardedStream guards;
    private final EventSink client;
    private boolean over;

    GuardedEvents(GuardedStream guards, EventSink client) {
        this.guards = guards;
        this.client = client;
    }

    @Override
    public void send(byte[] bytes, int from, int to) throws IOException {
        var passed = guards.take(bytes, from, to);
        if (passed.length > 0) {
            client.send(passed, 0, passed.length);
        }
    }

    @Override
    public void finish(byte[] bytes, int from, int to) throws IOException {
        over = true;
        var passed = new ByteArrayOutputStream();
        if (from < to) {
            passed.writeBytes(guards.take(bytes, from, to));
        }
        passed.writeBytes(guards.end());
        client.finish(passed.toByteArray(), 0, passed.size());
    }

    /// Sends what is still held of an answer that has broken off.
    void flush() throws IOException {
        over = true;
        var rest = guards.breakOff();
        if (rest.length > 0) {
            client.send(rest, 0, rest.length);
        }
    }

    /// Whether the upstream has nothing more to say.
    boolean isOver() {
        return over;
    }
}
