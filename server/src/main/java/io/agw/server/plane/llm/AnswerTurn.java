package io.agw.server.plane.llm;

import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.ModelName;
import io.agw.server.dialect.RequestScanner;
import io.agw.server.dialect.ScannedRequest;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.conversation.ToldUsage;
import io.agw.server.dialect.estimate.AnswerEstimate;
import io.agw.server.dialect.shape.Dialects;
import io.agw.server.dispatch.Ask;
import io.agw.server.dispatch.Attempt;
import io.agw.server.dispatch.Candidates;
import io.agw.server.dispatch.Dispatcher;
import io.agw.server.dispatch.Fault;
import io.agw.server.dispatch.Outcome;
import io.agw.server.dispatch.Passed;
import io.agw.server.dispatch.Routings;
import io.agw.server.dispatch.Wording;
import io.agw.server.guard.GuardedStream;
import io.agw.server.plane.llm.Openings.OpenedStream;
import io.agw.server.provider.Resource;
import io.agw.server.record.MadeResponses;
import io.agw.server.telemetry.Span;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import io.agw.store.ResponseOrigin;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Serves what a model answers, whole and streamed, in the client's dialect. Thread-safe.
final class AnswerTurn {
    private static final int OK = 200;
    private static final String PREVIOUS = "previous_response_id";
    private static final String METHODS =
            "generateContent, streamGenerateContent, countTokens, embedContent, batchEmbedContents";

    private final Routings routings;
    private final Dispatcher dispatcher;
    private final MadeResponses responses;
    private final Admittance admittance;
    private final Replays replays;
    private final Services services;
    private final Dialects dialects;
    private final Openings openings;
    private final RequestScanner requests;
    private final LlmSettings settings;

    /// @param responses that upstreams keep
    AnswerTurn(
            Routings routings,
            Dispatcher dispatcher,
            MadeResponses responses,
            Admittance admittance,
            Replays replays,
            Services services,
            LlmSettings settings) {
        this.responses = responses;
        this.dialects = settings.dialects();
        this.openings = new Openings(settings, dialects);
        this.routings = routings;
        this.dispatcher = dispatcher;
        this.admittance = admittance;
        this.replays = replays;
        this.services = services;
        this.settings = settings;
        this.requests = new RequestScanner(settings.json());
    }

    /// @throws TurnRefused when the turn ends with an error that can still be sent
    /// @throws IOException when the client is gone
    void serve(LlmTurn turn, Api api) throws IOException {
        serve(turn, scan(api, turn.received().body()));
    }

    /// Gemini's requests name the model, and whether they stream, in their path.
    ///
    /// @param tail what follows `/models/`: `{model}:{method}`
    /// @throws TurnRefused when the turn ends with an error that can still be sent
    /// @throws IOException when the client is gone
    void generate(LlmTurn turn, String tail) throws IOException {
        int colon = tail.lastIndexOf(':');
        var method = tail.substring(colon + 1);
        var model = ModelName.bare(tail.substring(0, colon));
        switch (method) {
            case "generateContent" -> serve(turn, Api.GENERATE, model, false);
            case "streamGenerateContent" -> serve(streamed(turn), Api.GENERATE, model, true);
            case "countTokens" -> serve(turn, Api.COUNT_CONTENT, model, false);
            case "embedContent" -> serve(turn, Api.EMBED_CONTENT, model, false);
            case "batchEmbedContents" -> serve(turn, Api.EMBED_CONTENTS, model, false);
            default ->
                    throw new TurnRefused(
                            new Refusal(
                                    404,
                                    "method_not_found",
                                    "method \""
                                            + method
                                            + "\" is not served (expected: one of "
                                            + METHODS
                                            + ")"));
        }
    }

    private void serve(LlmTurn turn, Api api, String model, boolean streams) throws IOException {
        serve(turn, scan(api, turn.received().body()).with(model, streams));
    }

    /// Streams are one JSON array unless the client asks for events.
    private static LlmTurn streamed(LlmTurn turn) {
        var alt = PassedQuery.value(turn.received(), "alt");
        return switch (alt) {
            case "sse" -> turn;
            case "", "json" -> turn.to(new ArraySink(turn.sink()));
            default ->
                    throw new TurnRefused(
                            new Refusal(
                                            400,
                                            "invalid_parameter",
                                            "alt: \"" + alt + "\" (expected: json or sse)")
                                    .about("alt"));
        };
    }

    private void serve(LlmTurn asked, ScannedRequest request) throws IOException {
        boolean streams = request.api().canStream() && request.streams();
        asked.log().requested(request.model(), streams);
        var wording = Wording.of(request, dialects);
        var turn = asked.isOwn() ? asked : forClient(asked, request, wording);
        admittance.serve(
                turn,
                wording,
                (admitted, watch) -> {
                    var guarded = guarded(admitted, new Asked(request, wording));
                    if (admitted.isOwn()) {
                        serve(admitted, guarded, watch); // what is judged is judged each time
                        return;
                    }
                    replays.serve(admitted, guarded.request(), rest -> serve(rest, guarded, watch));
                });
    }

    /// @throws TurnRefused when the client may not ask for it
    private static LlmTurn forClient(LlmTurn asked, ScannedRequest request, Wording wording) {
        var turn = asked.forUserOf(request);
        turn.checkModel(Routings.asked(turn.routing(), wording));
        return turn;
    }

    /// What is asked once guardrails have looked at it.
    ///
    /// @throws TurnRefused when they do not let it pass
    private Asked guarded(LlmTurn turn, Asked asked) {
        var request = asked.request();
        if (!turn.isOwn()) {
            turn.guards().askBy(turn.own(), services.of(turn, request.model()));
        }
        var body = turn.guards().request(request.api(), request.bytes(), settings.json());
        if (body == null) {
            return asked;
        }
        var scanned = scan(request.api(), body);
        var model = request.model();
        var changed =
                request.api().isByModel() && model != null
                        ? scanned.with(model, request.streams())
                        : scanned;
        return new Asked(changed, Wording.of(changed, dialects));
    }

    private void serve(LlmTurn turn, Asked asked, TurnWatch watch) throws IOException {
        var request = asked.request();
        var wording = asked.wording();
        var api = request.api();
        if (api.counts() && !routings.canAsk(turn.routing(), wording)) {
            EstimatedCount.answer(turn, request);
            return;
        }
        var candidates =
                candidates(turn, wording)
                        .calledWith(turn.isOwn() ? null : turn.principal().callerKey());
        var span = turn.log().root().child("dispatch", Span.Kind.INTERNAL);
        var passed =
                new Passed(
                        PassedHeaders.of(api, turn.received()),
                        Resource.ofQuery(PassedQuery.of(api, turn.received())));
        var ask =
                new Ask(
                        wording,
                        passed,
                        turn.proof(),
                        watch.cancellation(),
                        span,
                        turn.clearance());
        try {
            if (api.canStream() && request.streams()) {
                stream(turn, ask, candidates, watch);
            } else if (!whole(turn, ask, candidates, watch)) {
                EstimatedCount.answer(turn, request);
            }
        } finally {
            span.end();
        }
    }

    /// A response that goes on from another goes to the upstream that keeps that one.
    private Candidates candidates(LlmTurn turn, Wording wording) {
        var previous = wording.previousResponse();
        if (previous == null) {
            return routings.candidates(turn.routing(), wording, turn.requester());
        }
        var origin = turn.origin(responses, previous, PREVIOUS);
        return routings.keeper(turn.routing(), wording, origin);
    }

    /// Takes note of a response that its upstream keeps.
    ///
    /// @param id null when it is none
    private void keep(Relaying relaying, Ask ask, @Nullable String id, String credentialId) {
        if (id != null && ask.wording().isKept()) {
            var turn = relaying.turn();
            var made =
                    new ResponseOrigin(
                            id, turn.keyId(), relaying.opened().providerId(), credentialId);
            turn.log().made(made);
            responses.add(made);
        }
    }

    private ScannedRequest scan(Api api, byte[] body) {
        try {
            return requests.scan(api, body);
        } catch (MalformedJson e) {
            throw PassedRequest.refused(e);
        }
    }

    /// False, with nothing answered, when all that is missing is an upstream's count.
    private boolean whole(LlmTurn turn, Ask ask, Candidates candidates, TurnWatch watch)
            throws IOException {
        var outcome = dispatcher.dispatch(ask, candidates, sent -> openings.whole(turn, ask, sent));
        var told = turn.note(ask, outcome, candidates);
        switch (outcome) {
            case Outcome.Opened<OpenedAnswer> opened -> {
                var answer = opened.answer();
                try (var attempt = opened.attempt()) {
                    account(turn, ask, answer);
                    attempt.succeeded();
                    keep(
                            new Relaying(turn, opened, watch),
                            ask,
                            answer.responseId(),
                            answer.credentialId());
                    describe(attempt, answer.usage(), answer.untold());
                }
                var body =
                        ask.api().canStream()
                                ? turn.guards().answer(answer.body(), settings.json())
                                : answer.body();
                turn.keeping().whole(ask.api(), opened);
                turn.log().firstByte();
                turn.sink()
                        .send(
                                OK,
                                AnswerHeaders.with(
                                        answer.headers(), answer.left(), turn.measured(told)),
                                body);
                turn.log().answered(OK);
                return true;
            }
            case Outcome.Failed<OpenedAnswer> failed -> {
                if (ask.api().counts() && EstimatedCount.standsInFor(failed.fault())) {
                    watch.checkClient();
                    return false;
                }
                accountUnanswered(turn, ask, failed);
                throw refused(turn, ask, failed, watch);
            }
        }
    }

    private void stream(LlmTurn turn, Ask ask, Candidates candidates, TurnWatch watch)
            throws IOException {
        var outcome =
                dispatcher.dispatch(ask, candidates, sent -> openings.stream(turn, ask, sent));
        var told = turn.note(ask, outcome, candidates);
        switch (outcome) {
            case Outcome.Opened<OpenedStream> opened -> {
                var relay = turn.keeping().stream(ask.api(), opened);
                var relaying = new Relaying(turn, opened, watch);
                try (var attempt = opened.attempt()) {
                    try (relay) {
                        var headers =
                                AnswerHeaders.with(
                                        AnswerHeaders.STREAM, opened.answer().left(), told);
                        keep(relaying, ask, relay.responseId(), opened.answer().credentialId());
                        relaying.events(relay, headers, guards(turn, ask));
                        relay.finish();
                    } finally {
                        keep(relaying, ask, relay.responseId(), opened.answer().credentialId());
                        account(turn, ask, relay.usage(), relay.estimatedTokens());
                        describe(attempt, relay.usage(), relay.untold());
                    }
                }
            }
            case Outcome.Failed<OpenedStream> failed -> {
                accountUnanswered(turn, ask, failed);
                throw refused(turn, ask, failed, watch);
            }
        }
    }

    private @Nullable GuardedStream guards(LlmTurn turn, Ask ask) {
        return turn.guards().looksAtAnswers()
                ? turn.guards().stream(ask.api(), settings.json(), settings.longestKept())
                : null;
    }

    private static void account(LlmTurn turn, Ask ask, OpenedAnswer answer) {
        var guess = answer.guess();
        var usage = answer.usage();
        boolean counted = usage != null && usage.tokens() != null;
        long output =
                guess != null
                        ? guess.tokens().output()
                        : counted ? 0 : AnswerEstimate.tokens(answer.body());
        account(turn, ask, usage, output);
    }

    /// What the turn is charged: as the upstream counted, else as can be guessed.
    private static void account(
            LlmTurn turn, Ask ask, @Nullable ToldUsage usage, long guessedOutput) {
        if (ask.api().counts()) {
            return; // costs none
        }
        if (usage != null) {
            turn.log().told(usage);
            if (usage.tokens() != null) {
                return;
            }
        }
        if (ask.wording().isBackground()) {
            turn.log().leftOpen();
        }
        turn.log()
                .estimate(
                        TokenUsage.of(
                                ask.wording().estimatedTokens(),
                                ask.api().embeds()
                                        ? 0
                                        : ask.wording().atMostAllowed(guessedOutput)));
    }

    /// A prompt that was sent is charged for, although nobody waited for the answer to it.
    private static void accountUnanswered(LlmTurn turn, Ask ask, Outcome.Failed<?> failed) {
        boolean givenUp =
                failed.fault() instanceof Fault.Broken(var failure)
                        && !failure.nothingSent()
                        && (failure instanceof UpstreamFailure.Cancelled
                                || failure instanceof UpstreamFailure.TimedOut);
        if (givenUp && failed.attempts() > 0) {
            account(turn, ask, null, 0);
            if (!(ask.api().canStream() && ask.wording().streams())) {
                turn.log().leftOpen(); // streams end with their connection
            }
        }
    }

    /// That a response has been deleted only its upstream knows, and not every one says which field
    /// names it.
    private static TurnRefused refused(
            LlmTurn turn, Ask ask, Outcome.Failed<?> failed, TurnWatch watch) throws IOException {
        var refused = turn.refused(failed, watch);
        var refusal = refused.refusal();
        boolean isMissing = refusal.status() == 404 && !refusal.code().equals("model_not_found");
        return ask.wording().previousResponse() != null
                        && refusal.param() == null
                        && (isMissing || refusal.code().startsWith("previous_response"))
                ? new TurnRefused(refusal.about(PREVIOUS))
                : refused;
    }

    private static void describe(Attempt attempt, @Nullable ToldUsage usage, Set<String> untold) {
        if (usage != null && usage.tokens() != null) {
            UsageAttributes.put(attempt.span(), usage.tokens());
        }
        attempt.untold(untold);
    }

    /// What a client asks for, as it came and as it is asked for.
    private record Asked(ScannedRequest request, Wording wording) {}
}
