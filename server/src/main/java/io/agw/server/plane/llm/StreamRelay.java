package io.agw.server.plane.llm;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.PassedEvents;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Passes an event stream on. Events that arrived together leave together, by one write and one
/// flush; nothing is held back while the upstream is silent. Not thread-safe.
final class StreamRelay {
    private final OpenedStream upstream;
    private final ClientStream client;
    private int from;
    private int to;

    StreamRelay(OpenedStream upstream, ClientStream client) {
        this.upstream = upstream;
        this.client = client;
    }

    /// Relays until the end. Returns what broke the stream, null when it ended well; only then the
    /// client's answer has been ended too.
    ///
    /// @param first what to do with the event that the stream stands at
    /// @throws IOException when the client is gone
    @Nullable CallFailed run(PassedEvents.Verdict first) throws IOException {
        var event = first;
        while (true) {
            switch (event) {
                case PASS -> hold();
                case DROP -> sendHeld();
                case LAST -> {
                    hold();
                    client.finish(upstream.buffer(), from, to);
                    return null;
                }
            }
            try {
                if (!upstream.nextBuffered()) {
                    sendHeld();
                    if (!upstream.next()) {
                        return ended();
                    }
                }
                event = upstream.judge();
            } catch (CallFailed e) {
                sendHeld();
                return e;
            }
        }
    }

    /// Some upstreams end without the last word: after a finish reason that is no harm, and the
    /// client gets the word from here.
    private @Nullable CallFailed ended() throws IOException {
        if (!upstream.events().isFinished()) {
            return new CallFailed(new UpstreamFailure.Reset("the end of the stream is missing"));
        }
        var last = upstream.events().lastWord();
        client.finish(last, 0, last.length);
        return null;
    }

    private void hold() {
        if (from == to) {
            from = upstream.start();
        }
        to = upstream.end();
    }

    private void sendHeld() throws IOException {
        if (from < to) {
            client.send(upstream.buffer(), from, to);
        }
        from = 0;
        to = 0;
    }
}
