package io.agw.server.dialect;

import java.io.IOException;

/// Bytes that are there already, as a source of events. Not thread-safe.
public final class GivenBytes implements SseReader.Source<IOException> {
    private final byte[] bytes;
    private final int end;
    private int at;

    /// Of the bytes at `[from, to)`.
    public GivenBytes(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (at == end) {
            return -1;
        }
        int read = Math.min(length, end - at);
        System.arraycopy(bytes, at, into, offset, read);
        at += read;
        return read;
    }
}
