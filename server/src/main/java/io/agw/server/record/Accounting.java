package io.agw.server.record;

import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.guard.GuardRun;
import io.agw.server.price.Price;
import io.agw.store.Cost;
import io.agw.store.Decisions;
import io.agw.store.GuardEntry;
import io.agw.store.TokenCount;
import io.agw.store.UsageRecord;
import io.agw.store.UsageSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What dialects and prices say, in the words of usage rows.
final class Accounting {
    private Accounting() {}

    static @Nullable TokenCount count(@Nullable TokenUsage usage) {
        if (usage == null) {
            return null;
        }
        return new TokenCount(
                usage.uncachedInput(),
                usage.cacheRead(),
                usage.cacheWrite(),
                usage.longCacheWrite(),
                usage.audioInput(),
                usage.visibleOutput(),
                usage.reasoning(),
                usage.audioOutput());
    }

    /// Null when the price does not know all of these tokens.
    static @Nullable Cost cost(Price price, TokenUsage usage) {
        var nanos = price.cost(usage);
        return nanos.isEmpty() ? null : new Cost(nanos.getAsLong(), price.id(), price.version());
    }

    /// What is known of a turn by now, as the row of one that never ended.
    static UsageRecord unended(
            UsageRecord known, String provider, @Nullable String model, @Nullable Cost most) {
        return new UsageRecord(
                known.requestId(),
                known.traceId(),
                known.startedAt(),
                known.finishedAt(),
                known.latencyMillis(),
                null,
                known.routeId(),
                known.protocol(),
                known.operation(),
                known.payer(),
                provider,
                known.requestedModel(),
                model,
                null,
                UsageRecord.UNKNOWN,
                0,
                "gateway_died",
                known.stream(),
                known.attempts() + 1,
                null,
                UsageSource.ESTIMATED,
                null,
                most,
                new Decisions(null, known.decisions().policies(), List.of()));
    }

    static Decisions decisions(@Nullable String cache, List<GuardRun> runs, List<String> policies) {
        if (cache == null && runs.isEmpty() && policies.isEmpty()) {
            return Decisions.NONE;
        }
        var guards =
                runs.stream()
                        .map(run ->
                                new GuardEntry(
                                        run.id(), run.stage(), run.nanos(), run.outcome().word()))
                        .toList();
        return new Decisions(cache, policies, guards);
    }
}
