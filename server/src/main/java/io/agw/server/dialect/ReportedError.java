package io.agw.server.dialect;

/// An upstream says within its answer that it failed.
public final class ReportedError extends Exception {
    private static final long serialVersionUID = 1;

    private final transient UpstreamError error;

    public ReportedError(UpstreamError error) {
        super("the upstream reported an error");
        this.error = error;
    }

    public UpstreamError error() {
        return error;
    }
}
