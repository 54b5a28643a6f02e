package io.agw.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/// Bytes of a stream, of which some are here and all others come once they are waited for.
final class ArrivingBytes implements SseReader.Source<IOException> {
    private final byte[] bytes;
    private final int most;
    private int here;
    private int at;
    private boolean mayWait = true;

    /// @param here bytes that need not be waited for
    /// @param most that one read gives
    ArrivingBytes(byte[] bytes, int here, int most) {
        this.bytes = bytes;
        this.here = here;
        this.most = most;
    }

    /// Goes to the next event that is here, and fails when that waits for one.
    boolean nextBuffered(SseReader<IOException> reader) throws IOException, SseFault {
        mayWait = false;
        boolean found = reader.nextBuffered();
        mayWait = true;
        return found;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (at == here) {
            assertThat(mayWait).as("a read behind byte " + at + " of what is here").isTrue();
            here = bytes.length;
        }
        if (at == bytes.length) {
            return -1;
        }
        int count = Math.min(Math.min(length, most), here - at);
        System.arraycopy(bytes, at, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public int ready() {
        return here - at;
    }
}
