package io.agw.server.plane.llm;

import io.agw.bundle.canonical.Durations;
import io.agw.bundle.model.LlmRoute;
import io.agw.server.admission.policy.Detour;
import io.agw.server.admission.rule.AdmissionRules;
import io.agw.server.authenticate.Principal;
import io.agw.server.call.Cancellation;
import io.agw.server.dialect.ScannedRequest;
import io.agw.server.dispatch.Ask;
import io.agw.server.dispatch.Candidates;
import io.agw.server.dispatch.Clearance;
import io.agw.server.dispatch.Detours;
import io.agw.server.dispatch.Fault;
import io.agw.server.dispatch.KeptAt;
import io.agw.server.dispatch.Outcome;
import io.agw.server.dispatch.Requester;
import io.agw.server.dispatch.Routing;
import io.agw.server.dispatch.Wording;
import io.agw.server.guard.GuardedTurn;
import io.agw.server.match.Route;
import io.agw.server.record.MadeResponses;
import io.agw.server.record.TurnLog;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.turn.OwnCalls;
import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.ReplySink;
import io.agw.server.turn.TurnRefused;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One authenticated turn on an LLM route.
///
/// @param principal who asks
/// @param clearance asked before each call to an upstream
/// @param guards that look at what is asked and answered
/// @param keeping what becomes of the answer besides
record LlmTurn(
        Received received,
        Principal principal,
        Way way,
        TurnLog log,
        ReplySink sink,
        Clearance clearance,
        GuardedTurn guards,
        Keeping keeping) {
    private static final Logger LOG = LoggerFactory.getLogger(LlmTurn.class);
    private static final Duration LONGEST = Duration.ofMinutes(30);
    static final String TIMEOUT = "x-agw-timeout";

    /// Gives the turn up when its time is over: the route's, or less where the client wants it.
    ///
    /// @throws TurnRefused when the client's wish cannot be read
    Cancellation cancellation() {
        return Cancellation.within(total(), received.startNanos());
    }

    /// What is left of its time; nothing or less when that is over.
    Duration left() {
        return total().minusNanos(System.nanoTime() - received.startNanos());
    }

    private Duration total() {
        var total = Objects.requireNonNullElse(route().timeouts().total(), LONGEST);
        var wish = received.header(TIMEOUT);
        if (wish != null) {
            var wanted =
                    Durations.parse(wish)
                            .filter(Duration::isPositive)
                            .orElseThrow(() -> unreadable(wish));
            total = wanted.compareTo(total) < 0 ? wanted : total;
        }
        return total;
    }

    /// Longest wait for a stream to prove itself; null when it need not.
    @Nullable Duration proof() {
        var back = route().holdBack();
        return back == null ? null : back.maxWait();
    }

    private static TurnRefused unreadable(String wish) {
        return new TurnRefused(
                new Refusal(
                                400,
                                "invalid_timeout",
                                TIMEOUT + ": \"" + wish + "\" (expected: a duration such as 30s)")
                        .about(TIMEOUT));
    }

    /// Whether the key may ask for a model, and so see it in lists.
    ///
    /// @throws TurnRefused when it may not, or when it may not ask for every model and none is
    ///   named
    void checkModel(@Nullable String asked) {
        var reason = principal.whyNot(asked);
        if (reason != null) {
            throw new TurnRefused(new Refusal(403, "model_not_allowed", reason).about("model"));
        }
    }

    /// The same turn, counted for the user that the request names, where the key lets it.
    ///
    /// @throws TurnRefused when that can be no user
    LlmTurn forUserOf(ScannedRequest request) {
        var named = principal.withUserOf(request, route().id());
        log.payer(named.payer());
        return new LlmTurn(received, named, way, log, sink, clearance, guards, keeping);
    }

    /// The upstream that keeps a response of this client's.
    ///
    /// @param field of the request that names it
    /// @throws TurnRefused when there is none
    KeptAt origin(MadeResponses responses, String id, String field) {
        return responses
                .find(id, keyId())
                .map(origin -> new KeptAt(origin, field))
                .orElseThrow(() ->
                        new TurnRefused(
                                new Refusal(
                                                404,
                                                "response_not_found",
                                                "response \"" + id + "\" is not known here")
                                        .about(field)));
    }

    /// Notes who was asked.
    ///
    /// @param candidates from which it was chosen
    /// @return what the client is told of it, as headers
    Map<String, String> note(Ask ask, Outcome<?> outcome, Candidates candidates) {
        var reason = candidates.reason();
        log.upstream(outcome.providerId(), outcome.upstreamModel(), outcome.attempts(), reason);
        var tested = candidates.tested();
        if (tested != null) {
            log.tested(tested.test(), tested.variant(), tested.fallback());
        }
        ask.span().put("agw.attempts", log.attempts()).put("agw.route.reason", reason);
        return exposesMetadata()
                ? AnswerHeaders.about(outcome, log.attempts(), reason)
                : AnswerHeaders.about(log.attempts());
    }

    /// What the client is told of a whole answer that is accounted for: of a stream it cannot be
    /// told, as headers go before it.
    ///
    /// @param told what {@link #note} said
    Map<String, String> measured(Map<String, String> told) {
        return exposesMetadata()
                ? AnswerHeaders.measured(told, log.elapsedMillis(), log.cost())
                : told;
    }

    /// What the client is told when no upstream answers.
    ///
    /// @throws IOException when the client is gone, so that there is nobody to tell
    TurnRefused refused(Outcome.Failed<?> failed, TurnWatch watch) throws IOException {
        watch.checkClient();
        if (watch.isShutDown()) {
            return new TurnRefused(TurnWatch.SHUTTING_DOWN);
        }
        if (!(failed.fault() instanceof Fault.Unsaid || failed.fault() instanceof Fault.Denied)) {
            upstreamFailed(failed);
        }
        return UpstreamRefusal.told(failed);
    }

    /// Notes that no upstream did its part, and tells the operator more than the client.
    void upstreamFailed(Outcome.Failed<?> failed) {
        if (failed.fault() instanceof Fault.Answered answered && answered.isOfRequest()) {
            log.rejected();
            LOG.debug(
                    "request {}: provider {} answered {}",
                    received.requestId(),
                    failed.providerId(),
                    answered.status());
            return;
        }
        log.upstreamFailed();
        var what =
                switch (failed.fault()) {
                    case Fault.Answered answered -> "answered " + answered.status();
                    case Fault.Broken(var failure) -> failure.detail();
                    case Fault.Unsaid(_, var says) -> says;
                    case Fault.Open _ -> "its breaker is open";
                    case Fault.Cooling cooling -> "its keys cool down after " + cooling.status();
                    case Fault.Denied(var refusal) -> refusal.message();
                };
        LOG.warn(
                "request {}: provider {} failed after {} attempts: {}: {}",
                received.requestId(),
                failed.providerId(),
                failed.attempts(),
                failed.fault().code(),
                what);
    }

    /// Whether the gateway takes it itself, for a client's turn.
    boolean isOwn() {
        return way.own() == null;
    }

    /// Asks other routes for it. Only a client's turn may.
    OwnCalls own() {
        var own = way.own();
        if (own == null) {
            throw new IllegalStateException("an own turn that asks (expected: a client's turn)");
        }
        return own.of(this);
    }

    /// What the gateway itself says to this client.
    ClientShape shape() {
        return way.shape();
    }

    Routing routing() {
        return way.routing();
    }

    /// For whom a target is chosen.
    Requester requester() {
        return new Requester(keyId(), way.snapshot().prices(), log.startedAt(), way.detour());
    }

    /// What it has to keep to be let in.
    AdmissionRules admissionRules() {
        return way.snapshot().admission();
    }

    /// Id of the virtual key; null when the route asks for none.
    @Nullable String keyId() {
        return principal.keyId().orElse(null);
    }

    /// Whether the client is told how its answer came about.
    boolean exposesMetadata() {
        return route().exposeMetadata();
    }

    LlmRoute route() {
        return (LlmRoute) way.route().object();
    }

    /// The same turn, answered another way.
    LlmTurn to(ReplySink other) {
        return new LlmTurn(received, principal, way, log, other, clearance, guards, keeping);
    }

    /// The same turn, sent elsewhere by a policy where the request can be and the key lets it.
    ///
    /// @param detour null for none
    /// @throws TurnRefused when the key may not ask for that model
    LlmTurn to(@Nullable Detour detour, Wording wording) {
        if (detour == null || !Detours.areFor(wording)) {
            return this;
        }
        var model = detour.model();
        var reason = model == null ? null : principal.whyNot(model);
        if (reason != null) {
            throw new TurnRefused(
                    new Refusal(
                                    403,
                                    "model_not_allowed",
                                    "policy \""
                                            + detour.policyId()
                                            + "\" sends it to model \""
                                            + model
                                            + "\": "
                                            + reason)
                            .with(Map.of("policy", detour.policyId())));
        }
        return new LlmTurn(
                received, principal, way.by(detour), log, sink, clearance, guards, keeping);
    }

    /// The same turn, let in.
    LlmTurn with(Clearance given) {
        return new LlmTurn(received, principal, way, log, sink, given, guards, keeping);
    }

    /// The same turn, whose answer is kept.
    LlmTurn with(Keeping other) {
        return new LlmTurn(received, principal, way, log, sink, clearance, guards, other);
    }

    /// Which route a turn takes.
    ///
    /// @param shape what the gateway itself says to the client
    /// @param snapshot that serves it
    /// @param own asks other routes; null for a turn that the gateway takes itself
    /// @param detour where a policy sends it instead; null for none
    record Way(
            Route route,
            ClientShape shape,
            Routing routing,
            Snapshot snapshot,
            @Nullable OwnTurns own,
            @Nullable Detour detour) {
        Way(
                Route route,
                ClientShape shape,
                Routing routing,
                Snapshot snapshot,
                @Nullable OwnTurns own) {
            this(route, shape, routing, snapshot, own, null);
        }

        Way by(Detour other) {
            return new Way(route, shape, routing, snapshot, own, other);
        }
    }
}
