package io.agw.server.listen;

import org.jspecify.annotations.Nullable;

/// A listener that cannot start; its message is for people.
public final class ListenFailure extends RuntimeException {
    ListenFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
