package io.agw.server.record;

import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.telemetry.Span;
import io.agw.server.telemetry.metrics.RouteMeters;
import io.agw.server.turn.Received;
import io.agw.store.ResponseOrigin;
import io.agw.store.TurnRecord;
import io.agw.store.UsageRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is known of one turn so far. Not thread-safe: belongs to the turn's own thread. Until
/// something else is said the turn counts as a defect of the gateway.
public final class TurnLog {
    private static final int CLIENT_CLOSED_REQUEST = 499;
    private static final int INTERNAL_ERROR = 500;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Beginning beginning;
    private final Span root;
    private final RouteMeters meters;
    private @Nullable String keyId;
    private @Nullable String requestedModel;
    private @Nullable String providerId;
    private @Nullable String upstreamModel;
    private @Nullable String errorCode;
    private @Nullable Long firstByteMillis;
    private @Nullable ResponseOrigin made;
    private @Nullable Long inputTokens;
    private @Nullable Long outputTokens;
    private TurnOutcome outcome = TurnOutcome.INTERNAL_ERROR;
    private int status = INTERNAL_ERROR;
    private boolean upstreamFailed;
    private boolean stream;
    private boolean estimated;
    private int attempts;

    TurnLog(Beginning beginning, Span root, RouteMeters meters) {
        this.beginning = beginning;
        this.root = root;
        this.meters = meters;
    }

    /// The span of the whole turn.
    public Span root() {
        return root;
    }

    /// When the turn began.
    public Instant startedAt() {
        return beginning.at();
    }

    public void key(String id) {
        keyId = id;
    }

    /// What the client asked for.
    public void requested(@Nullable String model, boolean streams) {
        requestedModel = model;
        stream = streams;
    }

    /// The upstream made a response that it keeps.
    public void made(ResponseOrigin response) {
        made = response;
    }

    /// Where the last attempt went.
    public void upstream(String provider, @Nullable String model, int calls) {
        providerId = provider;
        upstreamModel = model;
        attempts = calls;
    }

    /// Calls made to upstreams.
    public int attempts() {
        return attempts;
    }

    /// The first byte of the answer has been sent.
    public void firstByte() {
        long nanos = nanosSinceStart();
        firstByteMillis = nanos / NANOS_PER_MILLI;
        meters.firstByte(nanos);
    }

    /// Tokens as an upstream counted them.
    public void usage(TokenUsage usage) {
        inputTokens = usage.input();
        outputTokens = usage.output();
        estimated = false;
    }

    /// Tokens as the gateway guesses them, where no upstream said.
    public void estimate(TokenUsage usage) {
        usage(usage);
        estimated = true;
    }

    /// What was asked for is itself a number of tokens, which the gateway guessed. They cost
    /// nothing, so the row holds none.
    public void guessed() {
        estimated = true;
    }

    public void answered(int httpStatus) {
        outcome = TurnOutcome.OK;
        status = httpStatus;
    }

    /// The turn ended badly; a status that was sent before stays what it was.
    ///
    /// @param code stable word
    public void failed(TurnOutcome how, int httpStatus, String code) {
        outcome = how;
        status = httpStatus;
        errorCode = code;
    }

    /// No upstream answered: a refusal that follows is its doing.
    public void upstreamFailed() {
        upstreamFailed = true;
    }

    public void refused(int httpStatus, String code) {
        failed(upstreamFailed ? TurnOutcome.UPSTREAM_ERROR : TurnOutcome.REFUSED, httpStatus, code);
    }

    public void clientLeft() {
        failed(TurnOutcome.CLIENT_CANCELLED, CLIENT_CLOSED_REQUEST, "client_closed_request");
    }

    TurnRecord finish() {
        if (outcome != TurnOutcome.OK && outcome != TurnOutcome.REFUSED) {
            root.fail(errorCode == null ? outcome.word() : errorCode);
        }
        var received = beginning.received();
        var subject = beginning.subject();
        var route = subject.route();
        root.put("http.request.method", Subject.method(received.method()))
                .put("http.route", subject.httpRoute())
                .put("http.response.status_code", status)
                .put("agw.request.id", received.requestId())
                .put("agw.route.id", route.id())
                .put("agw.key.id", keyId)
                .put("agw.outcome", outcome.word());
        root.end();
        long nanos = nanosSinceStart();
        measure(nanos);
        long latency = nanos / NANOS_PER_MILLI;
        var started = beginning.at();
        var usage =
                new UsageRecord(
                        received.requestId(),
                        root.context().traceId(),
                        started,
                        started.plusMillis(latency),
                        latency,
                        firstByteMillis,
                        route.id(),
                        route.protocol().word(),
                        subject.operation(),
                        keyId,
                        providerId,
                        requestedModel,
                        upstreamModel,
                        outcome.word(),
                        status,
                        errorCode,
                        stream,
                        attempts,
                        inputTokens,
                        outputTokens,
                        estimated);
        return new TurnRecord(usage, root.records(), made);
    }

    private void measure(long nanos) {
        meters.finished(outcome.word(), nanos);
        if (inputTokens != null && outputTokens != null) {
            meters.tokens(inputTokens, outputTokens);
        }
    }

    private long nanosSinceStart() {
        return Math.max(0, System.nanoTime() - beginning.received().startNanos());
    }

    /// What is known of a turn when it begins.
    record Beginning(Received received, Subject subject, Instant at) {}
}
