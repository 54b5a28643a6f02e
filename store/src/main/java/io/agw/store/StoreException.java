package io.agw.store;

import org.jspecify.annotations.Nullable;

/// The database did not do what was asked; what was asked has had no effect.
public final class StoreException extends RuntimeException {
    private final Reason reason;

    public StoreException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// What kind of failure it was; decides whether waiting helps.
    public enum Reason {
        BUSY,
        DISK_FULL,
        READ_ONLY,
        IO,
        CORRUPT,
        NEWER_SCHEMA,
        WRONG_MASTER_KEY,
        OTHER
    }
}
