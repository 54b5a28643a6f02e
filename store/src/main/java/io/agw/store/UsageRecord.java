package io.agw.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One turn through the gateway, measured. Null means not known or not applicable.
///
/// @param requestId id of the request as the client was told it; clients may repeat one
/// @param traceId 32 lower-case hex digits
/// @param finishedAt when the last byte was sent or the turn was given up
/// @param latencyMillis from the first byte received to the last byte sent
/// @param firstByteMillis to the first byte sent to the client
/// @param routeId route that matched
/// @param protocol surface: `openai`, …
/// @param operation `chat_completions`, `models`, …
/// @param payer whom it is counted for
/// @param providerId provider of the last attempt
/// @param requestedModel model as the client named it
/// @param upstreamModel model as the provider was asked for it
/// @param routeReason why the target was chosen: the name of a rule, `ab:` and the id of a test,
///   `default`, `direct`, `fallback`, or a strategy; null when none was
/// @param outcome `ok`, `refused`, `rejected`, `upstream_error`, `truncated`, `client_cancelled`,
///   `internal_error`, `unknown` of a turn that the gateway did not live to see the end of
/// @param status HTTP status sent to the client; 499 when it left before one was sent, 0 when
///   nobody knows
/// @param errorCode stable code of the refusal or failure
/// @param stream whether the answer was a stream
/// @param attempts calls made to upstreams
/// @param tokens null when no upstream answered, or when what it did costs none
/// @param source whose the tokens are, or of the number of tokens that was asked for
/// @param providerUsage what the upstream said of its tokens, JSON as it wrote it; null when it
///   said nothing, or too much to be kept
/// @param cost null when it is not known, which is not the same as nothing
/// @param decisions on its way
public record UsageRecord(
        String requestId,
        String traceId,
        Instant startedAt,
        Instant finishedAt,
        long latencyMillis,
        @Nullable Long firstByteMillis,
        @Nullable String routeId,
        @Nullable String protocol,
        @Nullable String operation,
        Payer payer,
        @Nullable String providerId,
        @Nullable String requestedModel,
        @Nullable String upstreamModel,
        @Nullable String routeReason,
        String outcome,
        int status,
        @Nullable String errorCode,
        boolean stream,
        int attempts,
        @Nullable TokenCount tokens,
        UsageSource source,
        @Nullable String providerUsage,
        @Nullable Cost cost,
        Decisions decisions) {
    /// How a turn ended during which the gateway died.
    public static final String UNKNOWN = "unknown";

    /// Id of the virtual key; null when none was needed or given.
    public @Nullable String keyId() {
        return payer.keyId();
    }

    /// Tokens of the whole prompt.
    public @Nullable Long inputTokens() {
        return tokens == null ? null : tokens.input();
    }

    /// Tokens of the whole answer.
    public @Nullable Long outputTokens() {
        return tokens == null ? null : tokens.output();
    }

    /// Whether the client has its answer, whole.
    public boolean succeeded() {
        return outcome.equals("ok") || outcome.equals("cache_hit");
    }

    /// Whether the tokens are a guess.
    public boolean estimated() {
        return source != UsageSource.REPORTED;
    }
}
