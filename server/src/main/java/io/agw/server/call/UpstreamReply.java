package io.agw.server.call;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An answer under way: status and headers are known, the body is read as it comes. Owned by the
/// turn that asked for it, used by its thread only, closed by it in every case.
public interface UpstreamReply extends AutoCloseable {
    int status();

    /// The first value of a header by its lower-case name.
    @Nullable String header(String name);

    /// Reads what is there, waiting only when nothing is. Returns the bytes read, -1 at the end of
    /// a whole body.
    ///
    /// @throws CallFailed when the body ends too early or breaks a rule, or a deadline passes
    int read(byte[] into, int offset, int length) throws CallFailed;

    /// Bytes of the body that can be read without waiting, as far as is known.
    default int ready() {
        return 0;
    }

    /// Says that a whole event is waited for: from here on it, and not each of its bytes, must come
    /// within the limit of silence.
    default void awaitEvent() {}

    /// Says that a stream's first token has come, which had a time limit of its own.
    default void tokenCame() {}

    /// Goes to the end of a body of which all content has been read, waiting a moment at most, so
    /// that the connection can be kept. Nothing is lost when it fails.
    default void finish() {}

    /// Ends the answer. After a whole body the connection is kept for the next call, else it is
    /// broken off, which tells the upstream to stop.
    @Override
    void close();

    /// The rest of the body.
    ///
    /// @throws CallFailed as {@link #read}, and when there are more than `most` bytes
    default byte[] readAll(int most) throws CallFailed {
        var bytes = new byte[4096];
        int size = 0;
        while (true) {
            int read = read(bytes, size, bytes.length - size);
            if (read < 0) {
                return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
            }
            size += read;
            if (size > most) {
                throw new CallFailed(
                        new UpstreamFailure.TooLarge(
                                "body: over " + most + " bytes (expected: at most that)"));
            }
            if (size == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(most + 1L, size * 2L));
            }
        }
    }
}
