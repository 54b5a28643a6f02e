package io.agw.server.plane.llm;

import io.agw.server.call.Sweeper;
import io.agw.server.dialect.Api;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Serves the list of models, and single entries of it. Thread-safe.
///
/// A logical route lists the names that it offers; a direct one asks its provider, and names the
/// provider's default model where the provider has no list.
final class ModelsTurn {
    private static final JsonMapper JSON = JsonMapper.shared();
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
        var shape = turn.shape();
        answer(
                turn,
                switch (turn.routing()) {
                    case Routing.Logical logical -> shape.models(routings.models(logical));
                    case Routing.Direct direct -> {
                        var list = fetch(turn, direct);
                        yield shape.isOwn(list) ? list : shape.models(ModelLists.names(list));
                    }
                });
    }

    /// @throws TurnRefused when there is no such model, or no list can be had
    /// @throws IOException when the client is gone
    void one(LlmTurn turn, String name) throws IOException {
        turn.log().requested(name, false);
        var found =
                switch (turn.routing()) {
                    case Routing.Logical logical ->
                            routings.offers(logical, name) ? turn.shape().model(name) : null;
                    case Routing.Direct direct -> entry(turn, fetch(turn, direct), name);
                };
        if (found == null) {
            throw new TurnRefused(Routings.unknownModel(name));
        }
        answer(turn, found);
    }

    private static @Nullable ObjectNode entry(LlmTurn turn, ObjectNode list, String name) {
        var entry = ModelLists.entry(list, name);
        return entry == null || turn.shape().isOwn(list) ? entry : turn.shape().model(name);
    }

    private static void answer(LlmTurn turn, ObjectNode body) throws IOException {
        turn.log().firstByte();
        turn.sink().send(OK, AnswerHeaders.JSON, JSON.writeValueAsBytes(body));
        turn.log().answered(OK);
    }

    private ObjectNode fetch(LlmTurn turn, Routing.Direct direct) throws IOException {
        var candidates = routings.candidates(direct).calledWith(turn.principal().callerKey());
        var cancellation = turn.cancellation();
        var watch = new TurnWatch(turn, cancellation, settings);
        var span = turn.log().root().child("dispatch", Span.Kind.INTERNAL);
        sweeper.add(watch);
        try {
            var outcome =
                    dispatcher.dispatch(
                            Ask.models(cancellation, span),
                            candidates,
                            sent ->
                                    OpenedAnswer.read(
                                            Api.MODELS, sent, settings.longestAnswer(), replies));
            turn.log()
                    .upstream(
                            outcome.providerId(),
                            outcome.upstreamModel(),
                            outcome.attempts(),
                            candidates.reason());
            return switch (outcome) {
                case Outcome.Opened<OpenedAnswer> opened -> {
                    opened.attempt().succeeded();
                    opened.attempt().close();
                    yield (ObjectNode) JSON.readTree(opened.answer().body());
                }
                case Outcome.Failed<OpenedAnswer> failed -> {
                    watch.checkClient();
                    turn.upstreamFailed(failed);
                    yield withoutList(turn, failed, direct);
                }
            };
        } finally {
            sweeper.remove(watch);
            span.end();
        }
    }

    private static ObjectNode withoutList(
            LlmTurn turn, Outcome.Failed<?> failed, Routing.Direct direct) {
        var refusal = UpstreamRefusal.of(failed.fault(), failed.providerId());
        if (refusal.status() == NOT_FOUND && direct.defaultModel() != null) {
            return turn.shape().models(List.of(direct.defaultModel()));
        }
        throw UpstreamRefusal.told(failed);
    }
}
