package io.agw.server.plane.llm;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.PassedEvents;
import io.agw.server.dialect.PassedEvents.Verdict;
import io.agw.server.dialect.ReportedError;
import io.agw.server.dialect.conversation.TokenUsage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Passes an event stream on. Events that arrived together leave together, by one write and one
/// flush; nothing is held back while the upstream is silent. Not thread-safe.
final class PassedRelay implements Relay {
    private final UpstreamEvents upstream;
    private final PassedEvents events;
    private Verdict next = Verdict.PASS;
    private boolean spoken;
    private int from;
    private int to;

    PassedRelay(UpstreamEvents upstream, PassedEvents events) {
        this.upstream = upstream;
        this.events = events;
    }

    /// What comes before the first event that says something is not passed on.
    @Override
    public void first() throws CallFailed {
        upstream.first();
        next = judge();
    }

    @Override
    public @Nullable CallFailed run(ClientStream client) throws IOException {
        var event = next;
        while (true) {
            switch (event) {
                case PASS -> hold();
                case DROP -> sendHeld(client);
                case LAST -> {
                    hold();
                    client.finish(upstream.buffer(), from, to);
                    return null;
                }
            }
            try {
                if (!upstream.nextBuffered()) {
                    sendHeld(client);
                    if (!upstream.next()) {
                        return ended(client);
                    }
                }
                event = judge();
            } catch (CallFailed e) {
                sendHeld(client);
                return e;
            }
        }
    }

    private Verdict judge() throws CallFailed {
        if (!upstream.hasData()) {
            return Verdict.PASS;
        }
        try {
            var verdict = events.judge(upstream.data(), upstream.dataStart(), upstream.dataEnd());
            if (!spoken && events.hasSpoken()) {
                spoken = true;
                upstream.tokenCame();
            }
            return verdict;
        } catch (MalformedJson e) {
            throw new CallFailed(new UpstreamFailure.Malformed("event: " + e.getMessage()));
        } catch (ReportedError _) {
            throw new CallFailed(new UpstreamFailure.Reported("an error event"));
        }
    }

    /// Some upstreams end without the last word: after a finish reason that is no harm, and the
    /// client gets the word from here.
    private @Nullable CallFailed ended(ClientStream client) throws IOException {
        if (!events.isFinished()) {
            return new CallFailed(new UpstreamFailure.Reset("the end of the stream is missing"));
        }
        var last = events.lastWord();
        client.finish(last, 0, last.length);
        return null;
    }

    private void hold() {
        if (from == to) {
            from = upstream.start();
        }
        to = upstream.end();
    }

    private void sendHeld(ClientStream client) throws IOException {
        if (from < to) {
            client.send(upstream.buffer(), from, to);
        }
        from = 0;
        to = 0;
    }

    @Override
    public @Nullable TokenUsage usage() {
        return events.usage();
    }

    @Override
    public long estimatedTokens() {
        return events.estimatedTokens();
    }

    @Override
    public void finish() {
        upstream.finish();
    }

    @Override
    public void close() {
        upstream.close();
    }
}
