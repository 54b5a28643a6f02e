package io.agw.server.wiring;

/// Why the gateway does not start: for people, one line or a few, without a secret.
public final class StartFailure extends RuntimeException {
    public StartFailure(String message) {
        super(message, null, false, false);
    }
}
