package io.agw.server.dialect;

/// Says why an event stream is not taken any further. Carries no stack trace.
public final class SseFault extends Exception {
    private final boolean tooLarge;

    SseFault(String message, boolean tooLarge) {
        super(message, null, false, false);
        this.tooLarge = tooLarge;
    }

    /// Whether a limit was passed, rather than a rule broken.
    public boolean isTooLarge() {
        return tooLarge;
    }
}
