package io.agw.server.telemetry.metrics;

import io.agw.server.dialect.conversation.TokenUsage;
import org.jspecify.annotations.Nullable;

/// A turn that is over, as these meters see it.
///
/// @param provider of the last attempt; null when there was none
/// @param outcome one of a few words that the code fixes
/// @param errorCode stable word; null when the turn ended well
/// @param firstByteNanos of a stream; 0 for others
/// @param nanoDollars 0 when nothing, or not known
/// @param cache what a cache said; null when none was asked
public record ServedTurn(
        @Nullable String provider,
        @Nullable String model,
        String outcome,
        @Nullable String errorCode,
        long nanos,
        long firstByteNanos,
        @Nullable TokenUsage tokens,
        long nanoDollars,
        @Nullable String cache) {}
