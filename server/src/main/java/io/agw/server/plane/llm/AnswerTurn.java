package io.agw.server.plane.llm;

import io.agw.server.dialect.Api;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.ModelName;
import io.agw.server.dialect.RequestScanner;
import io.agw.server.dialect.ScannedRequest;
import io.agw.server.dialect.shape.Dialects;
import io.agw.server.dispatch.Ask;
import io.agw.server.dispatch.Candidates;
import io.agw.server.dispatch.Dispatcher;
import io.agw.server.dispatch.Passed;
import io.agw.server.dispatch.Routings;
import io.agw.server.dispatch.Wording;
import io.agw.server.provider.Resource;
import io.agw.server.record.MadeResponses;
import io.agw.server.telemetry.Span;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import java.io.IOException;

/// Serves what a model answers, whole and streamed, in the client's dialect. Thread-safe.
final class AnswerTurn {
    private static final String PREVIOUS = "previous_response_id";
    private static final String METHODS =
            "generateContent, streamGenerateContent, countTokens, embedContent, batchEmbedContents";

    private final Routings routings;
    private final MadeResponses responses;
    private final Admittance admittance;
    private final Replays replays;
    private final Services services;
    private final Dialects dialects;
    private final Answering answering;
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
        this.answering = new Answering(dispatcher, responses, settings);
        this.routings = routings;
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
                    replays.serve(
                            admitted,
                            guarded.request(),
                            watch,
                            rest -> serve(rest, guarded, watch));
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
            var round = new Round(turn, ask, candidates, watch);
            if (turn.guards().wishesForRepair() && wording.mayBeAskedAgain()) {
                turn.guards().allowRepair();
            }
            if (api.canStream() && request.streams()) {
                answering.stream(round);
            } else if (!answering.whole(round)) {
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

    private ScannedRequest scan(Api api, byte[] body) {
        try {
            return requests.scan(api, body);
        } catch (MalformedJson e) {
            throw PassedRequest.refused(e);
        }
    }

    /// What a client asks for, as it came and as it is asked for.
    private record Asked(ScannedRequest request, Wording wording) {}
}
