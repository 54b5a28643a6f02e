package io.agw.server.provider.bedrock;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamReply;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.Message;

/// A stream in AWS's binary frames, read as server-sent events. Each frame is passed on as soon as
/// it is whole. Owns the reply below.
final class EventStreamReply implements UpstreamReply {
    private static final String BINARY = "application/vnd.amazon.eventstream";
    private static final byte[] NOTHING = {};

    private final UpstreamReply reply;
    private final Frames frames;
    private final Events events;
    private byte[] event = NOTHING;
    private int at;
    private boolean ended;

    private EventStreamReply(UpstreamReply reply, Events events) {
        this.reply = reply;
        this.events = events;
        this.frames = new Frames(reply);
    }

    /// The reply in the shape of server-sent events where it is a stream of frames.
    static UpstreamReply readable(UpstreamReply reply, Events events) {
        var type = reply.header("content-type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(BINARY)
                ? new EventStreamReply(reply, events)
                : reply;
    }

    @Override
    public int status() {
        return reply.status();
    }

    @Override
    public @Nullable String header(String name) {
        return name.equals("content-type") ? "text/event-stream" : reply.header(name);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws CallFailed {
        while (at == event.length) {
            var frame = ended ? null : frames.next();
            if (frame == null) {
                ended = true;
                return -1;
            }
            event = events.of(frame);
            at = 0;
        }
        int count = Math.min(length, event.length - at);
        System.arraycopy(event, at, into, offset, count);
        at += count;
        return count;
    }

    /// Goes past what may stand behind the last event that a reader cares for.
    @Override
    public void finish() {
        reply.finish();
    }

    @Override
    public void close() {
        reply.close();
    }

    /// What becomes of frames.
    @FunctionalInterface
    interface Events {
        /// A server-sent event; empty for a frame that carries nothing for a reader.
        ///
        /// @throws CallFailed when it is no frame of such a stream
        byte[] of(Message frame) throws CallFailed;
    }
}
