package io.agw.server.record;

import io.agw.bundle.model.Agent;
import io.agw.bundle.price.Dollars;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.conversation.ToldUsage;
import io.agw.server.guard.GuardRun;
import io.agw.server.guard.GuardRuns;
import io.agw.server.price.Price;
import io.agw.server.price.PriceList;
import io.agw.server.telemetry.Span;
import io.agw.server.telemetry.metrics.RouteMeters;
import io.agw.server.telemetry.metrics.RouteMeters.Variant;
import io.agw.server.telemetry.metrics.ServedTurn;
import io.agw.store.Cost;
import io.agw.store.Payer;
import io.agw.store.Plane;
import io.agw.store.ResponseOrigin;
import io.agw.store.TurnRecord;
import io.agw.store.UsageRecord;
import io.agw.store.UsageSource;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
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
    private Payer payer = Payer.NOBODY;
    private @Nullable String requestedModel;
    private @Nullable String providerId;
    private @Nullable String upstreamModel;
    private @Nullable String routeReason;
    private @Nullable Variant variant;
    private @Nullable String errorCode;
    private @Nullable ResponseOrigin made;
    private final Consumption used = new Consumption();
    private @Nullable String providerUsage;
    private @Nullable PriceList prices;
    private TurnOutcome outcome = TurnOutcome.INTERNAL_ERROR;
    private int status = INTERNAL_ERROR;
    private TurnOutcome ofRefusal = TurnOutcome.REFUSED;
    private long firstByteNanos;
    private boolean stream;
    private boolean open;
    private int attempts;
    private int ownCalls;
    private int attemptsBefore;
    private @Nullable GuardRuns guards;
    private List<String> policies = List.of();
    private @Nullable String cache;
    private Runnable after = () -> {};

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

    /// What time it is, by the clock that the turn began by and a watch that never jumps.
    public Instant now() {
        return beginning.at().plusNanos(nanosSinceStart());
    }

    /// Whom the turn is counted for.
    public void payer(Payer by) {
        payer = by;
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
    ///
    /// @param reason why it went there
    public void upstream(String provider, @Nullable String model, int calls, String reason) {
        routeReason = reason;
        providerId = provider;
        upstreamModel = model;
        attempts = attemptsBefore + calls;
    }

    /// The model is asked once more: what is said of calls and tokens from here on comes on top of
    /// what is known by now.
    public void again() {
        attemptsBefore = attempts;
        used.again(cost());
    }

    /// The turn belongs to a test.
    ///
    /// @param candidate that the turn was given, as the configuration calls it
    /// @param fallback whether another one took over
    public void tested(String test, String candidate, boolean fallback) {
        variant = new Variant(test, candidate, fallback);
    }

    /// The gateway asks a route of its own for this turn.
    ///
    /// @return which such call of the turn it is, from 1
    public int nextOwnCall() {
        return ++ownCalls;
    }

    /// Calls made to upstreams.
    public int attempts() {
        return attempts;
    }

    /// The first byte of the answer has been sent.
    public void firstByte() {
        firstByteNanos = Math.max(1, nanosSinceStart());
        meters.firstByte(firstByteNanos);
    }

    /// By what the turn is charged.
    public void pricedBy(PriceList list) {
        prices = list;
    }

    /// What an upstream said of its tokens. Numbers that cannot be believed are kept as they were
    /// said, and count for nothing.
    public void told(ToldUsage usage) {
        providerUsage = usage.text();
        used.told(usage);
    }

    /// Tokens as the gateway guesses them, where no upstream said so that it can be believed.
    public void estimate(TokenUsage usage) {
        used.estimate(usage);
    }

    /// An upstream may go on with what it was asked after the turn, and nobody will say how far it
    /// came.
    public void leftOpen() {
        open = true;
    }

    /// Whether the turn may use more than is known.
    public boolean isOpen() {
        return open;
    }

    /// What was asked for is itself a number of tokens, which the gateway guessed. They cost
    /// nothing, so the row holds none.
    public void guessed() {
        used.guessed();
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
        ofRefusal = TurnOutcome.UPSTREAM_ERROR;
    }

    /// An upstream found fault with the request: a refusal that follows is the client's doing.
    public void rejected() {
        ofRefusal = TurnOutcome.REJECTED;
    }

    public void refused(int httpStatus, String code) {
        failed(ofRefusal, httpStatus, code);
    }

    public void clientLeft() {
        failed(TurnOutcome.CLIENT_CANCELLED, CLIENT_CLOSED_REQUEST, "client_closed_request");
    }

    /// Guardrails look at the turn.
    ///
    /// @param runs read when the turn ends
    public void guardedBy(GuardRuns runs) {
        guards = runs;
    }

    /// A cache was asked.
    ///
    /// @param said `hit`, `miss` or `bypass`
    public void cached(String said) {
        cache = said;
    }

    /// The client was given again what was answered before, by whom nobody asked this time.
    public void replayed(int httpStatus, String provider, @Nullable String model) {
        upstream(provider, model, 0, "cache");
        answered(httpStatus);
        outcome = TurnOutcome.CACHE_HIT;
    }

    /// Policies whose conditions have held.
    public void matched(List<String> ids) {
        policies = List.copyOf(ids);
    }

    /// Which guardrails have looked so far, and what came of it.
    public List<GuardRun> guardRuns() {
        return guards == null ? List.of() : guards.all();
    }

    /// Does something once the row of the turn is written, or given up; the last that is said.
    public void whenWritten(Runnable then) {
        after = then;
    }

    /// The row that stands for the turn, should the gateway die before it is over: nobody knows
    /// then what its client was told, and it is taken to cost as much as it can.
    ///
    /// @param provider who is called
    /// @param model that is asked for there; null for none
    public UsageRecord unended(String provider, @Nullable String model, long mostNanoDollars) {
        var price = price(provider, model);
        var most = price == null ? null : new Cost(mostNanoDollars, price.id(), price.version());
        return Accounting.unended(row(elapsedMillis(), null), provider, model, most);
    }

    TurnRecord finish() {
        var cost = cost();
        endRoot(cost);
        long nanos = nanosSinceStart();
        measure(nanos, cost);
        return new TurnRecord(row(nanos / NANOS_PER_MILLI, cost), root.records(), made, after);
    }

    private void endRoot(@Nullable Cost cost) {
        if (!outcome.isOfClient()) {
            root.fail(errorCode == null ? outcome.word() : errorCode);
        }
        root.put("http.request.method", Subject.method(beginning.received().method()))
                .put("http.route", beginning.subject().httpRoute())
                .put("http.response.status_code", status)
                .put("agw.request.id", beginning.received().requestId())
                .put("agw.route.id", beginning.subject().route().id())
                .put("agw.key.id", payer.keyId())
                .put("agw.team", payer.team())
                .put("user.id", payer.user())
                .put("gen_ai.agent.id", agent())
                .put("agw.outcome", outcome.word())
                .put("agw.cache", cache);
        var runs = guardRuns();
        if (!runs.isEmpty()) {
            root.put(
                    "agw.guardrails",
                    runs.stream().map(GuardRun::toString).collect(Collectors.joining("; ")));
        }
        if (!policies.isEmpty()) {
            root.put("agw.policies", String.join(" ", policies));
        }
        if (used.tokens() != null) {
            root.put("agw.cost.usd", cost == null ? "unknown" : Dollars.text(cost.nanoDollars()));
        }
        if (used.source() != UsageSource.REPORTED) {
            root.put("agw.usage.source", used.source().word());
        }
        root.end();
    }

    /// As the span has it, which says nothing of what nobody named.
    private @Nullable String agent() {
        return Agent.UNATTRIBUTED.equals(payer.agent()) ? null : payer.agent();
    }

    private UsageRecord row(long latency, @Nullable Cost cost) {
        var subject = beginning.subject();
        var started = beginning.at();
        return new UsageRecord(
                beginning.received().requestId(),
                root.context().traceId(),
                started,
                started.plusMillis(latency),
                latency,
                firstByteNanos == 0 ? null : (Long) (firstByteNanos / NANOS_PER_MILLI),
                subject.route().id(),
                subject.route().protocol().word(),
                subject.operation(),
                payer,
                providerId,
                requestedModel,
                upstreamModel,
                routeReason,
                outcome.word(),
                status,
                errorCode,
                stream,
                attempts,
                Accounting.count(used.tokens()),
                used.source(),
                providerUsage,
                cost,
                Accounting.decisions(cache, guardRuns(), policies));
    }

    /// What the turn costs as far as is known by now; null when it is not known.
    public @Nullable Cost cost() {
        return used.cost(price(providerId, upstreamModel));
    }

    private @Nullable Price price(@Nullable String provider, @Nullable String model) {
        return prices == null || provider == null || model == null
                ? null
                : prices.find(provider, model, beginning.at());
    }

    private void measure(long nanos, @Nullable Cost cost) {
        meters.finished(outcome.word(), nanos);
        for (var run : guardRuns()) {
            meters.guarded(run.id(), run.stage(), run.outcome().word(), run.nanos());
        }
        if (Plane.of(beginning.subject().route().protocol().word()) == Plane.LLM) {
            meters.served(served(nanos, cost));
        }
        if (variant != null) {
            meters.tested(variant, outcome.word());
        }
        var tokens = used.tokens();
        if (tokens != null) {
            meters.tokens(tokens);
            if (cost == null) {
                meters.unpriced();
            } else {
                meters.cost(cost.nanoDollars());
            }
        }
    }

    private ServedTurn served(long nanos, @Nullable Cost cost) {
        return new ServedTurn(
                providerId,
                upstreamModel,
                outcome.word(),
                errorCode,
                nanos,
                stream ? firstByteNanos : 0,
                used.tokens(),
                cost == null ? 0 : cost.nanoDollars(),
                cache);
    }

    /// Tokens that the turn used, as far as is known; 0 when it used none.
    public long usedTokens() {
        var tokens = used.tokens();
        return tokens == null ? 0 : tokens.total();
    }

    /// Whether an upstream failed the turn, as far as is known: no answer came, or not all of it.
    public boolean hasFailed() {
        return ofRefusal == TurnOutcome.UPSTREAM_ERROR
                || outcome == TurnOutcome.UPSTREAM_ERROR
                || outcome == TurnOutcome.TRUNCATED;
    }

    /// How long the turn has lasted by now.
    public long elapsedMillis() {
        return nanosSinceStart() / NANOS_PER_MILLI;
    }

    private long nanosSinceStart() {
        return Math.max(0, System.nanoTime() - beginning.received().startNanos());
    }
}
