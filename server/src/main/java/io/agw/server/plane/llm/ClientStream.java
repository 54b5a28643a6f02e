package io.agw.server.plane.llm;

import io.agw.server.turn.ReplySink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/// The client's side of a stream, shared by the turn's thread and the heartbeat's. Only whole
/// events are written under the lock, so that a heartbeat never falls into one.
final class ClientStream implements EventSink {
    private static final byte[] HEARTBEAT = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ReplySink.Stream out;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long lastSent = System.nanoTime();
    private volatile boolean beating;
    private boolean ended;

    ClientStream(ReplySink.Stream out) {
        this.out = out;
    }

    @Override
    public void send(byte[] bytes, int from, int to) throws IOException {
        lock.lock();
        try {
            out.write(bytes, from, to - from);
            out.flush();
            lastSent = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void finish(byte[] bytes, int from, int to) throws IOException {
        lock.lock();
        try {
            ended = true;
            if (from == to) {
                out.end();
            } else {
                out.end(bytes, from, to - from);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Sends the last event of an answer that has broken off, and ends what is sent.
    void breakOff(byte[] event) throws IOException {
        lock.lock();
        try {
            ended = true;
            out.breakOff(event, 0, event.length);
        } finally {
            lock.unlock();
        }
    }

    /// Whether the client has all that it gets.
    boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /// Whether a heartbeat is due; then it is the caller's to send.
    boolean beginHeartbeat(long now, long silence) {
        if (beating || now - lastSent < silence) {
            return false;
        }
        beating = true;
        return true;
    }

    void heartbeat() throws IOException {
        if (!lock.tryLock()) {
            beating = false;
            return; // the turn's thread is writing: no silence to break
        }
        try {
            if (!ended) {
                out.write(HEARTBEAT, 0, HEARTBEAT.length);
                out.flush();
                lastSent = System.nanoTime();
            }
        } finally {
            beating = false;
            lock.unlock();
        }
    }
}
