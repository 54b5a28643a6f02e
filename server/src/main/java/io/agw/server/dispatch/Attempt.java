package io.agw.server.dispatch;

import io.agw.server.dispatch.Breaker.Permit;
import io.agw.server.dispatch.Breaker.Verdict;
import io.agw.server.telemetry.Span;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A call of an upstream, under way until it is closed. Belongs to one turn, which says how its
/// answer ended: one that is closed unsaid was given up by the gateway or its client, and says
/// nothing of the upstream. Not thread-safe.
public final class Attempt implements AutoCloseable {
    private final Standing standing;
    private final Permit permit;
    private final Span span;
    private final Consumer<String> untold;
    private final long begun = System.nanoTime();
    private boolean closed;

    /// @param untold counts what is said and not told
    Attempt(Standing standing, Permit permit, Span span, Consumer<String> untold) {
        this.standing = standing;
        this.permit = permit;
        this.span = span;
        this.untold = untold;
        standing.begin();
    }

    /// The call's span, which ends with it.
    public Span span() {
        return span;
    }

    /// Takes note that the upstream answers.
    void answers(boolean streamed) {
        standing.took(System.nanoTime() - begun, streamed);
    }

    /// Takes note that there is no answer that could be used.
    void refused(Fault fault, BreakerRule rule) {
        span.fail(fault.code());
        boolean limit = fault instanceof Fault.Answered answered && answered.isLimit();
        permit.settle(limit && rule.countsLimits() ? Verdict.FAILURE : fault.verdict());
    }

    /// Takes note of what the upstream said that the client's dialect has no word for, so that the
    /// client was not told.
    ///
    /// @param what of a few words that the code fixes
    public void untold(Set<String> what) {
        if (!what.isEmpty()) {
            span.put("agw.answer.left_out", words(what));
            what.forEach(untold);
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
        permit.settle(Verdict.SUCCESS);
    }

    /// Takes note that the answer broke off.
    public void failed(Fault fault) {
        span.fail(fault.code());
        permit.settle(fault.verdict());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            permit.close();
            standing.end();
            span.end();
        }
    }
}
