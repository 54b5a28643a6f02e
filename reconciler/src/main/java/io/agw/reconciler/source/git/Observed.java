package io.agw.reconciler.source.git;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What happened on the wire during one operation, noted where it happens, because the exceptions
/// that arrive at the top only tell it in words. Thread-safe.
final class Observed {
    private final long mostBytes;
    private final AtomicLong bytes = new AtomicLong();
    private volatile long begunAt;
    private volatile long endedAt;
    private volatile boolean begun;
    private volatile boolean ended;
    private volatile int httpStatus;
    private volatile @Nullable String retryAfter;
    private volatile @Nullable String hostKeyFault;
    private volatile @Nullable String protocolFault;

    /// @param mostBytes how many bytes may be received
    Observed(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    void begin() {
        begunAt = System.nanoTime();
        begun = true;
    }

    void end() {
        endedAt = System.nanoTime();
        ended = true;
    }

    /// Whether the server was spoken to at all.
    boolean hasBegun() {
        return begun;
    }

    /// How long speaking took, until now when it has not ended.
    Duration took() {
        return Duration.ofNanos((ended ? endedAt : System.nanoTime()) - begunAt);
    }

    long bytes() {
        return bytes.get();
    }

    boolean isTooMuch() {
        return bytes.get() > mostBytes;
    }

    /// The last answer's status, 0 when there was none.
    int httpStatus() {
        return httpStatus;
    }

    @Nullable String retryAfter() {
        return retryAfter;
    }

    /// Why the server's key was refused, null when it was not.
    @Nullable String hostKeyFault() {
        return hostKeyFault;
    }

    /// What the other side did that no git server does, null when nothing.
    @Nullable String protocolFault() {
        return protocolFault;
    }

    void answered(int status, @Nullable String retryAfterHeader) {
        httpStatus = status;
        retryAfter = retryAfterHeader;
    }

    void refusedHostKey(String why) {
        hostKeyFault = why;
    }

    /// @return to be thrown, so that JGit stops
    IOException refusedProtocol(String why) {
        protocolFault = why;
        return new IOException(why);
    }

    /// Counts what is read, and ends it beyond the limit.
    InputStream metered(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                var one = super.read();
                count(one < 0 ? 0 : 1);
                return one;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                var got = super.read(buffer, offset, length);
                count(got);
                return got;
            }

            @Override
            public long skip(long n) throws IOException {
                var got = super.skip(n);
                count(got);
                return got;
            }
        };
    }

    private void count(long got) throws IOException {
        if (got > 0 && bytes.addAndGet(got) > mostBytes) {
            throw new IOException("more than " + mostBytes + " bytes received");
        }
    }
}
