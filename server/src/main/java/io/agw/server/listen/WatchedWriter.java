package io.agw.server.listen;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.util.Arrays;

/// Tells the guard when a write waits for the client. Large buffers go out in slices, so that a
/// slow client that keeps taking is not mistaken for one that has stopped.
///
/// Helidon writes the head of a stream, its chunks and the end of the last one each by itself. What
/// can go out together is held back here for a moment. Used by one thread at a time.
final class WatchedWriter implements DataWriter {
    private static final int SLICE = 256 * 1024;

    /// For the head of a stream's first chunk, or the last chunk behind its last events.
    private static final int ROOM = 256;

    private static final byte[] NOTHING = {};
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

    private final DataWriter writer;
    private final ConnectionGuard guard;
    private byte[] held = NOTHING;
    private int heldSize;
    private boolean holding;
    private boolean lastChunkSent;

    WatchedWriter(DataWriter writer, ConnectionGuard guard) {
        this.writer = writer;
        this.guard = guard;
    }

    /// From now on writes are kept until {@link #release}.
    void hold() {
        holding = true;
    }

    /// Sends what was kept.
    void release() {
        holding = false;
        if (heldSize > 0) {
            var kept = BufferData.create(held, 0, heldSize);
            held = NOTHING;
            heldSize = 0;
            writeSliced(kept);
        }
    }

    /// Sends what was kept and the end of the chunks behind it. Helidon writes that end too, but
    /// only when the turn is over and recorded: it is left out then.
    void releaseWithLastChunk() {
        keep(BufferData.create(LAST_CHUNK));
        release();
        lastChunkSent = true;
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
        if (lastChunkSent) {
            lastChunkSent = false;
            leaveOut(buffer);
        } else if (holding) {
            keep(buffer);
        } else {
            writeSliced(buffer);
        }
    }

    private static void leaveOut(BufferData buffer) {
        var bytes = buffer.readBytes();
        if (!Arrays.equals(bytes, LAST_CHUNK)) {
            throw new IllegalStateException(
                    "write of " + bytes.length + " bytes behind a stream (expected: its end)");
        }
    }

    private void keep(BufferData buffer) {
        int size = buffer.available();
        if (held.length - heldSize < size) {
            int room = Math.max(heldSize + size + ROOM, 2 * held.length);
            held = Arrays.copyOf(held, room);
        }
        heldSize += buffer.read(held, heldSize, size);
    }

    private void writeSliced(BufferData buffer) {
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
