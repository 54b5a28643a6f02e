package io.agw.server.dialect.conversation;

/// A wish to cache the prompt up to here.
public enum CacheMark {
    FIVE_MINUTES,
    ONE_HOUR
}
