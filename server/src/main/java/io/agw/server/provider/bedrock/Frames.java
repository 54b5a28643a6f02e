package io.agw.server.provider.bedrock;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.call.UpstreamReply;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.Message;

/// Cuts a body into frames. What a frame says of its length is believed only after its checksum,
/// and up to a limit. Not thread-safe.
final class Frames {
    /// Total length and length of the headers, then a checksum of both.
    private static final int PRELUDE = 12;

    private static final int SHORTEST = 16;
    private static final int LONGEST = 8 * 1024 * 1024;

    private final UpstreamReply reply;
    private byte[] buffer = new byte[8 * 1024];
    private int from;
    private int to;

    /// @param reply borrowed
    Frames(UpstreamReply reply) {
        this.reply = reply;
    }

    /// The next frame; null behind the last one.
    @Nullable Message next() throws CallFailed {
        if (!fill(PRELUDE)) {
            return null;
        }
        int length = length();
        fill(length);
        try {
            var frame = Message.decode(ByteBuffer.wrap(buffer, from, length).slice());
            from += length;
            return frame;
        } catch (IllegalArgumentException e) {
            throw malformed("event stream: a frame that breaks its own rules");
        }
    }

    private int length() throws CallFailed {
        var prelude = ByteBuffer.wrap(buffer, from, PRELUDE).slice();
        var checksum = new CRC32();
        checksum.update(buffer, from, PRELUDE - Integer.BYTES);
        if ((int) checksum.getValue() != prelude.getInt(PRELUDE - Integer.BYTES)) {
            throw malformed("event stream: checksum of a frame's lengths");
        }
        long length = Integer.toUnsignedLong(prelude.getInt(0));
        if (length < SHORTEST) {
            throw malformed("event stream: a frame of " + length + " bytes");
        }
        if (length > LONGEST) {
            throw new CallFailed(
                    new UpstreamFailure.TooLarge(
                            "event stream: a frame of "
                                    + length
                                    + " bytes (expected: at most "
                                    + LONGEST
                                    + ")"));
        }
        return (int) length;
    }

    /// Reads until that many bytes are here; false when the body ends where a frame could begin.
    private boolean fill(int count) throws CallFailed {
        if (buffer.length - from < count) {
            var room = count > buffer.length ? new byte[count] : buffer;
            System.arraycopy(buffer, from, room, 0, to - from);
            buffer = room;
            to -= from;
            from = 0;
        }
        while (to - from < count) {
            int read = reply.read(buffer, to, buffer.length - to);
            if (read < 0) {
                if (from == to) {
                    return false;
                }
                throw malformed("event stream: the last frame is cut short");
            }
            to += read;
        }
        return true;
    }

    private static CallFailed malformed(String what) {
        return new CallFailed(new UpstreamFailure.Malformed(what));
    }
}
