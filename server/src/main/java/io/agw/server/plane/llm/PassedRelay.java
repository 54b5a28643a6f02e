package io.agw.server.plane.llm;

import io.agw.bundle.model.HoldBack;
import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.PassedEvents;
import io.agw.server.dialect.PassedEvents.Verdict;
import io.agw.server.dialect.ReportedError;
import io.agw.server.dialect.conversation.ToldUsage;
import io.agw.server.dialect.shape.ToldEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Passes an event stream on. Events that arrived together leave together, by one write and one
/// flush; nothing is held back while the upstream is silent. Not thread-safe.
final class PassedRelay implements Relay {
    private final UpstreamEvents upstream;
    private final PassedEvents events;
    private Verdict next = Verdict.PASS;
    private final ByteArrayOutputStream early = new ByteArrayOutputStream(0);
    private boolean spoken;
    private boolean proven = true;
    private boolean isOver;
    private int from;
    private int to;
    private final ToldEvents before;
    private long told;

    PassedRelay(UpstreamEvents upstream, PassedEvents events) {
        this(upstream, events, ToldEvents.NONE);
    }

    /// @param before what of the stream the client has from before
    PassedRelay(UpstreamEvents upstream, PassedEvents events, ToldEvents before) {
        this.upstream = upstream;
        this.events = events;
        this.before = before;
        this.told = before.count();
    }

    /// What comes before the first event that says something is not passed on.
    @Override
    public void first(@Nullable HoldBack back) throws CallFailed {
        proven = back == null;
        upstream.first();
        next = judge();
        if (back != null) {
            holdBack(back);
        }
    }

    private void holdBack(HoldBack back) throws CallFailed {
        int tokens = spoken ? 1 : 0;
        while (next != Verdict.LAST && tokens < back.tokens() && held() < back.maxBytes()) {
            if (next == Verdict.PASS) {
                told += upstream.hasData() ? 1 : 0;
                early.write(upstream.buffer(), upstream.start(), size());
            }
            if (!upstream.next()) {
                checkFinished();
                isOver = true;
                break;
            }
            next = judge();
            tokens += spoken && upstream.hasData() ? 1 : 0;
        }
        proven = true;
        upstream.tokenCame();
    }

    /// Bytes that wait for the stream to prove itself, the event at hand among them.
    private int held() {
        return early.size() + (next == Verdict.PASS ? size() : 0);
    }

    /// Bytes of the event at hand.
    private int size() {
        return upstream.end() - upstream.start();
    }

    @Override
    public @Nullable CallFailed run(EventSink client) throws IOException {
        if (early.size() > 0) {
            client.send(early.toByteArray(), 0, early.size());
            early.reset();
        }
        if (isOver) {
            return ended(client);
        }
        var event = next;
        while (true) {
            switch (event) {
                case PASS -> hold();
                case DROP -> upstream.drop();
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
                if (proven) {
                    upstream.tokenCame();
                }
            }
            return verdict;
        } catch (MalformedJson e) {
            throw OpenedAnswer.failed("event: ", e);
        } catch (ReportedError e) {
            throw new CallFailed(new UpstreamFailure.Reported("an error event", e.error()));
        }
    }

    /// Some upstreams end without the last word: after a finish reason that is no harm, and the
    /// client gets the word from here.
    private @Nullable CallFailed ended(EventSink client) throws IOException {
        try {
            checkFinished();
        } catch (CallFailed e) {
            return e;
        }
        var last = events.lastWord();
        client.finish(last, 0, last.length);
        return null;
    }

    private void checkFinished() throws CallFailed {
        if (!events.isFinished()) {
            throw new CallFailed(new UpstreamFailure.Reset("the end of the stream is missing"));
        }
    }

    @Override
    public void drain() {
        try {
            while (upstream.next() && judge() != Verdict.LAST) {
                // what was counted on the way is all that is wanted
            }
        } catch (CallFailed _) {
            // nobody is left to be told
        }
    }

    private void hold() {
        told += upstream.hasData() ? 1 : 0;
        if (from == to) {
            from = upstream.start();
        }
        to = upstream.end();
    }

    private void sendHeld(EventSink client) throws IOException {
        if (from < to) {
            client.send(upstream.buffer(), from, to);
        }
        from = 0;
        to = 0;
    }

    @Override
    public ToldEvents told() {
        var id = events.responseId();
        return new ToldEvents(told, id == null ? before.responseId() : id);
    }

    @Override
    public @Nullable ToldUsage usage() {
        return events.usage();
    }

    @Override
    public @Nullable String responseId() {
        return events.responseId();
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
