package io.agw.server.plane.llm;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.PassedEvents;
import io.agw.server.dialect.PassedEvents.Verdict;
import io.agw.server.dialect.ReportedError;
import io.agw.server.dialect.SseFault;
import io.agw.server.dialect.SseReader;

/// An upstream's event stream, each event judged: what is to be passed on, what ends the stream,
/// what breaks it. Owns the reply. Not thread-safe.
final class OpenedStream implements AutoCloseable {
    private final UpstreamReply reply;
    private final SseReader<CallFailed> source;
    private final PassedEvents events;

    OpenedStream(UpstreamReply reply, LlmSettings settings, PassedEvents events) {
        this.reply = reply;
        this.source = new SseReader<>(reply::read, settings.longestLine(), settings.longestEvent());
        this.events = events;
    }

    /// Waits for the first event that says something; what came before it is not passed on.
    ///
    /// @throws CallFailed when there is none, or when it is an error
    Verdict first() throws CallFailed {
        do {
            if (!next()) {
                throw new CallFailed(new UpstreamFailure.Reset("a stream without an event"));
            }
        } while (!source.hasData());
        return judge();
    }

    /// Goes to the next event that is already here; false when there is none.
    boolean nextBuffered() throws CallFailed {
        try {
            return source.nextBuffered();
        } catch (SseFault e) {
            throw failed(e);
        }
    }

    /// Waits for the next event; false at the end of the stream.
    boolean next() throws CallFailed {
        try {
            return source.next();
        } catch (SseFault e) {
            throw failed(e);
        }
    }

    /// What to do with the event.
    ///
    /// @throws CallFailed when it is an error, or nonsense
    Verdict judge() throws CallFailed {
        int from = source.dataStart();
        int to = source.dataEnd();
        if (!source.hasData() || from == to) {
            return Verdict.PASS;
        }
        try {
            return events.judge(source.data(), from, to);
        } catch (MalformedJson e) {
            throw new CallFailed(new UpstreamFailure.Malformed("event: " + e.getMessage()));
        } catch (ReportedError _) {
            throw new CallFailed(new UpstreamFailure.Reported("an error event"));
        }
    }

    byte[] buffer() {
        return source.buffer();
    }

    int start() {
        return source.start();
    }

    int end() {
        return source.end();
    }

    /// What is known of the events that were judged.
    PassedEvents events() {
        return events;
    }

    /// Lets the upstream end its answer, so that its connection can be kept.
    void finish() {
        reply.finish();
    }

    @Override
    public void close() {
        reply.close();
    }

    private static CallFailed failed(SseFault fault) {
        var what = String.valueOf(fault.getMessage());
        return new CallFailed(
                fault.isTooLarge()
                        ? new UpstreamFailure.TooLarge(what)
                        : new UpstreamFailure.Malformed(what));
    }
}
