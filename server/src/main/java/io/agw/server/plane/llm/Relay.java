package io.agw.server.plane.llm;

import io.agw.bundle.model.HoldBack;
import io.agw.server.call.CallFailed;
import io.agw.server.dialect.conversation.ToldUsage;
import io.agw.server.dialect.shape.ToldEvents;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An upstream's stream on its way to a client. Owns the reply. Not thread-safe.
interface Relay extends AutoCloseable {
    /// Waits for the first event that is worth an answer; until then the turn may still go to
    /// another upstream.
    ///
    /// @param back how far it is held back; null when what has come may be sent at once
    /// @throws CallFailed when there is none, or when it is an error
    void first(@Nullable HoldBack back) throws CallFailed;

    /// Relays until the end. Returns what broke the stream, null when it ended well; only then the
    /// client's answer has been ended too.
    ///
    /// @throws IOException when the client is gone
    @Nullable CallFailed run(EventSink client) throws IOException;

    /// Reads the rest, which has no client any more, for the usage that it ends with.
    void drain();

    /// What the client was told so far.
    ToldEvents told();

    /// What the upstream said of its tokens; null when it has not.
    @Nullable ToldUsage usage();

    /// Id of the response that it is, as the upstream calls it; null when it has not said.
    default @Nullable String responseId() {
        return null;
    }

    /// What the upstream said that the client's dialect has no word for, each once.
    default Set<String> untold() {
        return Set.of();
    }

    /// The answer's tokens as far as can be guessed.
    long estimatedTokens();

    /// Lets the upstream end its answer, so that its connection can be kept.
    void finish();

    @Override
    void close();
}
