package io.agw.server.call;

import java.io.IOException;

/// Ends a call with an {@link UpstreamFailure}. Carries no stack trace: it is an answer, not a
/// defect, and may be frequent.
public final class CallFailed extends IOException {
    private final transient UpstreamFailure failure;

    public CallFailed(UpstreamFailure failure) {
        super(failure.code() + ": " + failure.detail());
        this.failure = failure;
    }

    public UpstreamFailure failure() {
        return failure;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
