package io.agw.server.dialect.shape;

import org.jspecify.annotations.Nullable;

/// What a client knows of a stream, for dialects whose last event says it again.
///
/// @param count of events, where the dialect numbers them
/// @param responseId id of the response that the stream is; null when none was told
public record ToldEvents(long count, @Nullable String responseId) {
    /// Nothing yet, or nothing that is ever said again.
    public static final ToldEvents NONE = new ToldEvents(0, null);
}
