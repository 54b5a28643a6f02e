package io.agw.server.listen;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

/// Tells the guard when a write waits for the client. Large buffers go out in slices, so that a
/// slow client that keeps taking is not mistaken for one that has stopped.
final class WatchedWriter implements DataWriter {
    private static final int SLICE = 256 * 1024;

    private final DataWriter writer;
    private final ConnectionGuard guard;

    WatchedWriter(DataWriter writer, ConnectionGuard guard) {
        this.writer = writer;
        this.guard = guard;
    }

    @Override
    public void write(BufferData... buffers) {
        for (var buffer : buffers) {
            write(buffer);
        }
    }

    @Override
    public void write(BufferData buffer) {
        writeNow(buffer);
    }

    @Override
    public void writeNow(BufferData... buffers) {
        for (var buffer : buffers) {
            writeNow(buffer);
        }
    }

    @Override
    public void writeNow(BufferData buffer) {
        if (buffer.available() <= SLICE) {
            writeWatched(buffer);
            return;
        }
        var bytes = buffer.readBytes();
        for (int from = 0; from < bytes.length; from += SLICE) {
            writeWatched(BufferData.create(bytes, from, Math.min(SLICE, bytes.length - from)));
        }
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public void close() {
        writer.close();
    }

    private void writeWatched(BufferData buffer) {
        guard.writeBegins();
        try {
            writer.writeNow(buffer);
        } finally {
            guard.writeEnds();
        }
    }
}
