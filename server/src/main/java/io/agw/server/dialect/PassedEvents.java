package io.agw.server.dialect;

import io.agw.server.dialect.conversation.ToldUsage;
import org.jspecify.annotations.Nullable;

/// Looks at the events of an upstream's stream that reach a client of the same dialect as they are:
/// what is to be passed on, what ends the stream, what is to be accounted for. One for a stream;
/// not thread-safe.
public sealed interface PassedEvents
        permits ChatEvents, MessagesEvents, ResponsesEvents, GenerateEvents, OtherEvents {
    /// For the stream of one turn.
    ///
    /// @param usageWanted whether the client asked for what tells only usage, where that is its
    ///   choice
    /// @param choices answers that the client asked for at once
    static PassedEvents of(Api api, JsonLimits limits, boolean usageWanted, long choices) {
        return switch (api) {
            case CHAT -> new ChatEvents(limits, usageWanted, choices);
            case MESSAGES -> new MessagesEvents(limits);
            case RESPONSES -> new ResponsesEvents(limits, false);
            case GENERATE -> new GenerateEvents(limits);
            case PASSTHROUGH -> new OtherEvents(limits);
            case CONVERSE,
                    EMBEDDINGS,
                    EMBED_CONTENT,
                    EMBED_CONTENTS,
                    COUNT_TOKENS,
                    COUNT_CONTENT,
                    MODELS,
                    PROBE ->
                    throw new IllegalArgumentException(api + " (expected: one that streams)");
        };
    }

    /// For the stream of a response that was made before: a failure is then what it came to, and
    /// none of the upstream that tells of it.
    static PassedEvents ofKeptResponse(JsonLimits limits) {
        return new ResponsesEvents(limits, true);
    }

    /// What to do with an event.
    ///
    /// @param data bytes that hold the event's data at `[from, to)`, at least one
    /// @throws MalformedJson when it is nonsense
    /// @throws ReportedError when it says that the upstream failed
    Verdict judge(byte[] data, int from, int to) throws MalformedJson, ReportedError;

    /// Whether the model has said something, so that the upstream is known to work.
    boolean hasSpoken();

    /// Whether the model has said all, so that only the last word of the dialect may be missing.
    boolean isFinished();

    /// The last word, for a client whose upstream left it out: whole events, or nothing.
    byte[] lastWord();

    /// Id of the response that the stream is; null when it has not said, or is none.
    default @Nullable String responseId() {
        return null;
    }

    /// What the upstream said of its tokens; null when it has not.
    @Nullable ToldUsage usage();

    /// The answer's tokens as far as can be guessed.
    long estimatedTokens();

    /// What an event is to the client.
    enum Verdict {
        PASS,
        /// Not asked for.
        DROP,
        /// Ends the stream well.
        LAST
    }
}
