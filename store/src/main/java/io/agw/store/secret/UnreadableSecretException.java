package io.agw.store.secret;

/// A sealed secret was altered, stands where it was not sealed, or was sealed under another key.
public final class UnreadableSecretException extends RuntimeException {
    UnreadableSecretException(String message) {
        super(message);
    }
}
