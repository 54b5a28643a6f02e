package io.agw.server.dispatch;

import org.jspecify.annotations.Nullable;

/// What an upstream wrote to say that it will not, for the client whose doing it is. No secret that
/// was sent is in it. May repeat a prompt, so it is for no log and no record.
///
/// @param callersKey whether the call showed the client's own key
/// @param message its sentence, bounded; null when it said none
/// @param document all of it, when it is an error in the client's own dialect; null when it is not,
///   or must not be shown as it is
public record UpstreamWords(
        boolean callersKey, @Nullable String message, byte @Nullable [] document) {
    /// An upstream that wrote nothing which can be read.
    static UpstreamWords none(boolean callersKey) {
        return new UpstreamWords(callersKey, null, null);
    }

    /// Leaves them out.
    @Override
    public String toString() {
        return "UpstreamWords";
    }
}
