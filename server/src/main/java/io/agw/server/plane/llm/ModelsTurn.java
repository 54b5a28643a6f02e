package io.agw.server.plane.llm;

import io.agw.server.call.Cancellation;
import io.agw.server.call.Sweeper;
import io.agw.server.dialect.ReplyScanner;
import io.agw.server.dispatch.Ask;
import io.agw.server.dispatch.Dispatcher;
import io.agw.server.dispatch.Outcome;
import io.agw.server.dispatch.Routing;
import io.agw.server.dispatch.Routings;
import io.agw.server.telemetry.Span;
import io.agw.server.turn.TurnRefused;
import java.io.IOException;
import java.util.List;

/// Serves the list of models, and single entries of it. Thread-safe.
///
/// A logical route lists the names that it offers; a direct one asks its provider, and names the
/// provider's default model where the provider has no list.
final class ModelsTurn {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final Routings routings;
    private final Dispatcher dispatcher;
    private final Sweeper sweeper;
    private final LlmSettings settings;
    private final ReplyScanner replies;

    ModelsTurn(Routings routings, Dispatcher dispatcher, Sweeper sweeper, LlmSettings settings) {
        this.routings = routings;
        this.dispatcher = dispatcher;
        this.sweeper = sweeper;
        this.settings = settings;
        this.replies = new ReplyScanner(settings.json());
    }

    /// @throws TurnRefused when no list can be had
    /// @throws IOException when the client is gone
    void list(LlmTurn turn) throws IOException {
        answer(
                turn,
                switch (turn.routing()) {
                    case Routing.Logical logical -> OpenAiShape.models(logical.names());
                    case Routing.Direct direct -> fetch(turn, direct);
                });
    }

    /// @throws TurnRefused when there is no such model, or no list can be had
    /// @throws IOException when the client is gone
    void one(LlmTurn turn, String name) throws IOException {
        turn.log().requested(name, false);
        answer(
                turn,
                switch (turn.routing()) {
                    case Routing.Logical logical -> {
                        if (logical.find(name) == null) {
                            throw new TurnRefused(Routings.unknownModel(name));
                        }
                        yield OpenAiShape.model(name);
                    }
                    case Routing.Direct direct -> {
                        var entry = OpenAiShape.modelFrom(fetch(turn, direct), name);
                        if (entry.length == 0) {
                            throw new TurnRefused(Routings.unknownModel(name));
                        }
                        yield entry;
                    }
                });
    }

    private static void answer(LlmTurn turn, byte[] body) throws IOException {
        turn.log().firstByte();
        turn.sink().send(OK, OpenAiShape.JSON_HEADERS, body);
        turn.log().answered(OK);
    }

    private byte[] fetch(LlmTurn turn, Routing.Direct direct) throws IOException {
        var candidates = routings.candidates(direct);
        var cancellation = new Cancellation();
        var watch = new TurnWatch(turn.sink(), cancellation, settings);
        var span = turn.log().root().child("dispatch", Span.Kind.INTERNAL);
        sweeper.add(watch);
        try {
            var outcome =
                    dispatcher.dispatch(
                            new Ask.Models(cancellation, span),
                            candidates,
                            reply -> OpenedAnswer.read(reply, settings.longestAnswer(), replies));
            turn.log().upstream(outcome.providerId(), outcome.upstreamModel(), outcome.attempts());
            return switch (outcome) {
                case Outcome.Opened<OpenedAnswer> opened -> {
                    opened.attempt().end();
                    yield opened.answer().body();
                }
                case Outcome.Failed<OpenedAnswer> failed -> {
                    watch.checkClient();
                    turn.upstreamFailed(failed);
                    yield withoutList(failed, direct);
                }
            };
        } finally {
            sweeper.remove(watch);
            span.end();
        }
    }

    private static byte[] withoutList(Outcome.Failed<?> failed, Routing.Direct direct) {
        var refusal = UpstreamRefusal.of(failed.fault(), failed.providerId());
        if (refusal.status() == NOT_FOUND && direct.defaultModel() != null) {
            return OpenAiShape.models(List.of(direct.defaultModel()));
        }
        throw new TurnRefused(refusal);
    }
}
