package io.agw.server.dispatch;

import io.agw.server.call.UpstreamFailure;
import io.agw.server.dispatch.Breaker.Verdict;
import io.agw.server.telemetry.Span;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/// A call of an upstream, under way until it is closed. Belongs to one turn, which says how its
/// answer ended: one that is closed unsaid was given up by the gateway or its client, and says
/// nothing of the upstream. Not thread-safe.
public final class Attempt implements AutoCloseable {
    private static final String OK = "ok";
    private static final String GIVEN_UP = new UpstreamFailure.Cancelled().code();

    private final Callee callee;
    private final Held held;
    private final Span span;
    private final long begun = System.nanoTime();
    private boolean told;
    private boolean closed;

    /// @param held owned from here on
    Attempt(Callee callee, Held held, Span span) {
        this.callee = callee;
        this.held = held;
        this.span = span;
        callee.target().standing().begin();
    }

    /// The call's span, which ends with it.
    public Span span() {
        return span;
    }

    /// Takes note that the upstream answers.
    void answers(boolean streamed) {
        callee.taken();
        callee.target().standing().took(System.nanoTime() - begun, streamed);
    }

    /// Takes note of what the upstream said that the client's dialect has no word for, so that the
    /// client was not told.
    ///
    /// @param what of a few words that the code fixes
    public void untold(Set<String> what) {
        if (!what.isEmpty()) {
            span.put("agw.answer.left_out", words(what));
            what.forEach(callee::leftOut);
        }
    }

    /// Takes note of what the client asks for and the upstream was not told, by path.
    void unsaid(Collection<String> what) {
        if (!what.isEmpty()) {
            span.put("agw.request.left_out", words(what));
        }
    }

    private static String words(Collection<String> what) {
        return what.stream().sorted().collect(Collectors.joining(","));
    }

    /// Takes note that the answer has come whole.
    public void succeeded() {
        count(OK);
        held.permit().settle(Verdict.SUCCESS);
    }

    /// Takes note that the answer broke off.
    ///
    /// @return what that is for the client
    public Fault brokeOff(UpstreamFailure failure) {
        var fault = fault(failure);
        failed(fault);
        return fault;
    }

    /// Takes note that nobody knows what the call has cost.
    void lost() {
        held.pass().lost();
    }

    Fault fault(UpstreamFailure failure) {
        return callee.fault(failure);
    }

    /// Takes note that there is no answer that could be used, or no whole one.
    void failed(Fault fault) {
        if (fault.isOfCall()) {
            count(fault.kind());
        }
        told = true; // what was not called is not counted
        span.fail(fault.code());
        callee.failed(fault);
        held.permit().settle(callee.verdict(fault));
    }

    /// Each is counted once, by what became of it first.
    private void count(String outcome) {
        if (!told) {
            told = true;
            callee.ended(outcome);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            count(GIVEN_UP);
            held.close();
            callee.target().standing().end();
            span.end();
        }
    }
}
