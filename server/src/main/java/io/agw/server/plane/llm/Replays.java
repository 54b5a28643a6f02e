package io.agw.server.plane.llm;

import io.agw.server.cache.Asked;
import io.agw.server.cache.Caches;
import io.agw.server.cache.Found;
import io.agw.server.cache.KeptAnswer;
import io.agw.server.cache.Wishes;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.ScannedRequest;
import io.agw.server.dialect.shape.ToldEvents;
import io.agw.server.record.TurnOutcome;
import io.agw.server.turn.TurnRefused;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Answers turns from a route's cache, and has what is answered otherwise kept there. Guardrails
/// look at every answer anew. Thread-safe.
final class Replays {
    private static final int OK = 200;
    private static final String HEADER = "x-agw-cache";

    private final Caches caches;
    private final LlmSettings settings;

    Replays(Caches caches, LlmSettings settings) {
        this.caches = caches;
        this.settings = settings;
    }

    /// Serves a turn that was let in.
    ///
    /// @param request as guardrails let it pass
    /// @param watch keeps a client informed whose answer is looked at for long
    /// @param others answers it where the cache does not
    /// @throws TurnRefused when the turn ends with an error that can still be sent
    /// @throws IOException when the client is gone
    void serve(LlmTurn turn, ScannedRequest request, TurnWatch watch, Work others)
            throws IOException {
        var at = turn.way().snapshot().caches().of(turn.route().id());
        if (at == null) {
            others.serve(turn);
            return;
        }
        var found = caches.find(at, asked(turn, request), new AskedEmbedder(turn));
        turn.log().cached(found.word());
        var said = Map.of(HEADER, found.word());
        switch (found) {
            case Found.Hit hit -> replay(turn, request, hit, watch);
            case Found.Miss(var slot) ->
                    serve(turn.with(new Keeping.In(slot, settings.json())), said, others);
            case Found.Bypass _ -> serve(turn, said, others);
        }
    }

    private static void serve(LlmTurn turn, Map<String, String> said, Work others)
            throws IOException {
        try {
            others.serve(turn.to(HeadersSink.of(turn.sink(), said)));
        } catch (TurnRefused e) {
            throw e.with(said);
        }
    }

    private static Asked asked(LlmTurn turn, ScannedRequest request) {
        var received = turn.received();
        var headers = PassedHeaders.of(request.api(), received);
        var query = PassedQuery.of(request.api(), received);
        return new Asked(
                turn.principal().payer(),
                turn.principal().agent(),
                turn.principal().callerKey(),
                request,
                headers + "?" + query + elsewhere(turn),
                Wishes.of(received.headers("cache-control")));
    }

    /// Where a policy sends the turn for now, whose answers are none of those to other turns.
    private static String elsewhere(LlmTurn turn) {
        var detour = turn.way().detour();
        return detour == null ? "" : " " + detour.model() + " " + detour.providerId();
    }

    private void replay(LlmTurn turn, ScannedRequest request, Found.Hit hit, TurnWatch watch)
            throws IOException {
        var answer = hit.answer();
        var headers = new HashMap<>(answer.headers());
        headers.put(HEADER, "hit");
        headers.put("age", Long.toString(hit.seconds()));
        if (turn.exposesMetadata()) {
            headers.put("x-agw-cost-usd", "0");
        }
        var api = request.api();
        if (api.canStream() && request.streams()) {
            var client = new ClientStream(turn.sink().stream(OK, headers));
            watch.streams(client);
            stream(turn, api, answer, client);
        } else {
            var body =
                    api.canStream()
                            ? turn.guards().answer(answer.body(), settings.json())
                            : answer.body();
            turn.log().firstByte();
            turn.sink().send(OK, headers, body);
            turn.log().replayed(OK, answer.providerId(), answer.model());
        }
    }

    private void stream(LlmTurn turn, Api api, KeptAnswer answer, ClientStream client)
            throws IOException {
        turn.log().firstByte();
        var events = answer.body();
        if (!turn.guards().looksAtAnswers()) {
            client.finish(events, 0, events.length);
            turn.log().replayed(OK, answer.providerId(), answer.model());
            return;
        }
        var guards = turn.guards().stream(api, settings.json(), settings.longestKept());
        try {
            new GuardedEvents(guards, client).finish(events, 0, events.length);
            turn.log().replayed(OK, answer.providerId(), answer.model());
        } catch (TurnRefused e) {
            turn.log().failed(TurnOutcome.REFUSED, OK, e.refusal().code());
            client.breakOff(
                    turn.shape()
                            .errorEvent(
                                    e.refusal(),
                                    turn.received().requestId(),
                                    new ToldEvents(guards.told(), null)));
        }
    }

    /// What answers a turn.
    @FunctionalInterface
    interface Work {
        void serve(LlmTurn turn) throws IOException;
    }
}
