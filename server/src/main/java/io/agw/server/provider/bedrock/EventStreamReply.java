package io.agw.server.provider.bedrock;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamReply;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A stream of messages in AWS's binary frames, read as the server-sent events that Anthropic's own
/// API would have sent. Each frame is passed on as soon as it is whole. Owns the reply below.
final class EventStreamReply implements UpstreamReply {
    private static final String BINARY = "application/vnd.amazon.eventstream";
    private static final byte[] NOTHING = {};

    private final UpstreamReply reply;
    private final Frames frames;
    private byte[] event = NOTHING;
    private int at;
    private boolean ended;

    private EventStreamReply(UpstreamReply reply) {
        this.reply = reply;
        this.frames = new Frames(reply);
    }

    /// The reply in the shape of messages, whatever came.
    static UpstreamReply readable(UpstreamReply reply) {
        var type = reply.header("content-type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(BINARY)
                ? new EventStreamReply(reply)
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
            event = MessageEvent.of(frame);
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
}
