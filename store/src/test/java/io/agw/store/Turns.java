package io.agw.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Records of turns for tests; turn `n` finished `n` seconds after the start.
public final class Turns {
    public static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    private Turns() {}

    /// A turn with everything known, and three spans.
    public static TurnRecord full(int n) {
        var name = "full-" + n;
        var at = START.plusSeconds(n);
        long nanos = at.getEpochSecond() * 1_000_000_000L;
        return new TurnRecord(
                new UsageRecord(
                        "req-" + n,
                        traceId(name),
                        at.minusMillis(250),
                        at,
                        250,
                        100L,
                        "chat",
                        "openai",
                        "chat_completions",
                        new Payer("team-a", "research", "acme", "ada@example.com", "crawler"),
                        "echo",
                        "gpt-x",
                        "gpt-x-2026",
                        "priority",
                        "ok",
                        200,
                        null,
                        true,
                        1,
                        new TokenCount(5, 4, 1, 2, 8, 30, 3, 1),
                        UsageSource.REPORTED,
                        "{\"prompt_tokens\": 12}",
                        new Cost(123_456_789, "gpt-x", "0a1b2c3d"),
                        Decisions.NONE),
                List.of(
                        span(name, "%016x".formatted(3L * n), null, "POST", nanos - 9, nanos, "ok"),
                        child(name, 3L * n + 1, 3L * n, "dispatch", nanos),
                        child(name, 3L * n + 2, 3L * n + 1, "chat gpt-x", nanos)));
    }

    /// A turn for a user, without spans.
    public static TurnRecord ofUser(int n, String user) {
        var of = Objects.requireNonNull(full(n).usage());
        return new TurnRecord(
                new UsageRecord(
                        of.requestId(),
                        of.traceId(),
                        of.startedAt(),
                        of.finishedAt(),
                        of.latencyMillis(),
                        of.firstByteMillis(),
                        of.routeId(),
                        of.protocol(),
                        of.operation(),
                        of.payer().of(user),
                        of.providerId(),
                        of.requestedModel(),
                        of.upstreamModel(),
                        of.routeReason(),
                        of.outcome(),
                        of.status(),
                        of.errorCode(),
                        of.stream(),
                        of.attempts(),
                        of.tokens(),
                        of.source(),
                        of.providerUsage(),
                        of.cost(),
                        of.decisions()),
                List.of());
    }

    /// A turn without spans, with every part of tokens.
    public static TurnRecord counted(
            int n, UsageSource source, @Nullable String told, @Nullable Cost cost) {
        var of = Objects.requireNonNull(full(n).usage());
        return new TurnRecord(
                new UsageRecord(
                        of.requestId(),
                        of.traceId(),
                        of.startedAt(),
                        of.finishedAt(),
                        of.latencyMillis(),
                        of.firstByteMillis(),
                        of.routeId(),
                        of.protocol(),
                        of.operation(),
                        of.payer(),
                        of.providerId(),
                        of.requestedModel(),
                        of.upstreamModel(),
                        of.routeReason(),
                        of.outcome(),
                        of.status(),
                        of.errorCode(),
                        of.stream(),
                        of.attempts(),
                        new TokenCount(1, 2, 3, 4, 5, 6, 7, 8),
                        source,
                        told,
                        cost,
                        new Decisions(
                                "miss",
                                List.of("p1", "p2"),
                                List.of(new GuardEntry("pii", "input", 1_200, "clean")))),
                List.of());
    }

    /// A turn of which only what is always known is known, and no span.
    public static TurnRecord sparse(int n) {
        var at = START.plusSeconds(n);
        return new TurnRecord(
                new UsageRecord(
                        "req-" + n,
                        traceId("sparse-" + n),
                        at,
                        at,
                        0,
                        null,
                        null,
                        null,
                        null,
                        Payer.NOBODY,
                        null,
                        null,
                        null,
                        null,
                        "refused",
                        401,
                        "invalid_api_key",
                        false,
                        0,
                        null,
                        UsageSource.REPORTED,
                        null,
                        null,
                        Decisions.NONE),
                List.of());
    }

    public static String traceId(String name) {
        return Sha256.hex(name).substring(0, 32);
    }

    public static SpanRecord span(
            String trace,
            String id,
            @Nullable String parent,
            String name,
            long start,
            long end,
            String status) {
        return new SpanRecord(
                traceId(trace),
                id,
                parent,
                name,
                parent == null ? "server" : "internal",
                start,
                end,
                status,
                List.of(
                        new SpanAttribute.Text("http.request.method", "POST"),
                        new SpanAttribute.Int("http.response.status_code", 200)));
    }

    private static SpanRecord child(String trace, long id, long parent, String name, long end) {
        return span(
                trace,
                "%016x".formatted(id),
                "%016x".formatted(parent),
                name,
                end - 5,
                end - 1,
                "ok");
    }
}
