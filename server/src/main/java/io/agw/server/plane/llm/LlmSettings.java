package io.agw.server.plane.llm;

import io.agw.server.dialect.JsonLimits;
import io.agw.server.dialect.shape.Dialects;
import io.agw.server.turn.UniqueIds;
import java.time.Duration;
import java.util.function.Supplier;

/// Limits of LLM turns, and what they can be translated between.
///
/// @param json of requests and answers
/// @param longestAnswer most bytes of an answer that is not streamed
/// @param longestKept most characters of a translated answer, of which some, or all, have to be
///   kept in several shapes at once
/// @param longestLine most bytes of a line of an upstream's event stream
/// @param longestEvent most bytes of one event
/// @param heartbeat silence after which a streaming client is sent a comment
/// @param probe how often it is asked whether the client is still there
/// @param dialects that can be translated between
/// @param answerIds makes an id for every answer that is translated, unlike any other
public record LlmSettings(
        JsonLimits json,
        int longestAnswer,
        int longestKept,
        int longestLine,
        int longestEvent,
        Duration heartbeat,
        Duration probe,
        Dialects dialects,
        Supplier<String> answerIds) {
    private static final int LONGEST = 32 * 1024 * 1024;

    /// Of the heap, in which one answer must not leave the others without room.
    private static final int SHARE = 64;

    /// @param dialects that can be translated between
    public static LlmSettings defaults(Dialects dialects) {
        return new LlmSettings(
                JsonLimits.defaults(),
                LONGEST,
                (int) Math.min(LONGEST, Runtime.getRuntime().maxMemory() / SHARE),
                1024 * 1024,
                8 * 1024 * 1024,
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                dialects,
                new UniqueIds());
    }
}
