package io.agw.server.dispatch;

import io.agw.server.telemetry.Span;

/// A call of an upstream, under way until it is closed. Belongs to one turn; not thread-safe.
public final class Attempt implements AutoCloseable {
    private final Standing standing;
    private final Span span;
    private final long begun = System.nanoTime();
    private boolean closed;

    Attempt(Standing standing, Span span) {
        this.standing = standing;
        this.span = span;
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

    /// Takes note of why the answer was in vain.
    ///
    /// @param code a stable word
    public void fail(String code) {
        span.fail(code);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            standing.end();
            span.end();
        }
    }
}
