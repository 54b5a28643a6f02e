package io.agw.server.plane.llm;

import io.agw.server.dialect.Api;
import io.agw.server.dialect.ReplyScanner;
import io.agw.server.dispatch.Ask;
import io.agw.server.dispatch.Dispatcher;
import io.agw.server.dispatch.Outcome;
import io.agw.server.dispatch.Routing;
import io.agw.server.dispatch.Routings;
import io.agw.server.dispatch.Wording;
import io.agw.server.provider.ModelPages;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.telemetry.Span;
import io.agw.server.turn.TurnRefused;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Serves the list of models, and single entries of it. Thread-safe.
///
/// A logical route lists the names that it offers; a direct one asks its provider, and names what
/// the configuration knows of it where the provider has no list. Lists are always whole, whatever
/// page a client asks for: its library then has nothing more to ask.
final class ModelsTurn {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int OK = 200;
    private static final Wording NO_WORDS = Wording.ofNothing(Api.MODELS);
    private static final int NOT_FOUND = 404;

    private final Routings routings;
    private final Dispatcher dispatcher;
    private final Admittance admittance;
    private final LlmSettings settings;
    private final ReplyScanner replies;

    ModelsTurn(
            Routings routings, Dispatcher dispatcher, Admittance admittance, LlmSettings settings) {
        this.routings = routings;
        this.dispatcher = dispatcher;
        this.admittance = admittance;
        this.settings = settings;
        this.replies = new ReplyScanner(settings.json());
    }

    /// @throws TurnRefused when no list can be had
    /// @throws IOException when the client is gone
    void list(LlmTurn turn, Snapshot snapshot) throws IOException {
        admittance.serve(turn, NO_WORDS, (admitted, watch) -> list(admitted, snapshot, watch));
    }

    private void list(LlmTurn turn, Snapshot snapshot, TurnWatch watch) throws IOException {
        var shape = turn.shape();
        answer(
                turn,
                switch (turn.routing()) {
                    case Routing.Logical logical ->
                            shape.models(allowed(turn, routings.models(logical)));
                    case Routing.Direct direct -> {
                        var pages = pages(turn, snapshot, direct, watch);
                        yield shape.isOwn(pages.first())
                                ? ModelLists.joined(pages, turn.principal()::mayAskFor)
                                : shape.models(allowed(turn, ModelLists.names(pages)));
                    }
                });
    }

    /// @throws TurnRefused when there is no such model, or no list can be had
    /// @throws IOException when the client is gone
    void one(LlmTurn turn, Snapshot snapshot, String name) throws IOException {
        turn.log().requested(name, false);
        turn.checkModel(name);
        admittance.serve(turn, NO_WORDS, (admitted, watch) -> one(admitted, snapshot, name, watch));
    }

    private void one(LlmTurn turn, Snapshot snapshot, String name, TurnWatch watch)
            throws IOException {
        var found =
                switch (turn.routing()) {
                    case Routing.Logical logical ->
                            routings.offers(logical, name) ? turn.shape().model(name) : null;
                    case Routing.Direct direct ->
                            entry(turn, pages(turn, snapshot, direct, watch), name);
                };
        if (found == null) {
            throw new TurnRefused(Routings.unknownModel(name));
        }
        answer(turn, found);
    }

    private static List<String> allowed(LlmTurn turn, List<String> models) {
        return models.stream().filter(turn.principal()::mayAskFor).toList();
    }

    private static @Nullable ObjectNode entry(LlmTurn turn, ModelPages pages, String name) {
        var entry = ModelLists.entry(pages, name);
        return entry == null || turn.shape().isOwn(pages.first())
                ? entry
                : turn.shape().model(name);
    }

    private static void answer(LlmTurn turn, ObjectNode body) throws IOException {
        turn.log().firstByte();
        turn.sink().send(OK, AnswerHeaders.JSON, JSON.writeValueAsBytes(body));
        turn.log().answered(OK);
    }

    /// What a direct route's provider lists, else what the configuration names of it.
    private ModelPages pages(
            LlmTurn turn, Snapshot snapshot, Routing.Direct direct, TurnWatch watch)
            throws IOException {
        var named = ModelLists.configured(snapshot, direct);
        var pages = new ModelPages();
        if (routings.lister(direct) == null) {
            if (named.isEmpty()) {
                throw new TurnRefused(Routings.noList(direct));
            }
            pages.add(turn.shape().models(named));
            return pages;
        }
        var span = turn.log().root().child("dispatch", Span.Kind.INTERNAL);
        try {
            long room = settings.longestAnswer();
            for (var query = pages.next(); query != null; query = pages.next()) {
                var outcome =
                        ask(
                                turn,
                                direct,
                                Ask.models(query, watch.cancellation(), span, turn.clearance()),
                                room);
                switch (outcome) {
                    case Outcome.Opened<OpenedAnswer> opened -> {
                        opened.attempt().succeeded();
                        opened.attempt().close();
                        room -= opened.answer().body().length;
                        pages.add(JSON.readTree(opened.answer().body()));
                    }
                    case Outcome.Failed<OpenedAnswer> failed -> {
                        watch.checkClient();
                        turn.upstreamFailed(failed);
                        checkHasNoList(failed, pages, named);
                        pages.add(turn.shape().models(named));
                    }
                }
            }
            return pages;
        } finally {
            span.end();
        }
    }

    private Outcome<OpenedAnswer> ask(LlmTurn turn, Routing.Direct direct, Ask ask, long room) {
        var candidates = Objects.requireNonNull(routings.lister(direct));
        int calls = turn.log().attempts();
        var outcome =
                dispatcher.dispatch(
                        ask,
                        candidates.calledWith(turn.principal().callerKey()),
                        sent -> OpenedAnswer.read(Api.MODELS, sent, (int) room, replies));
        turn.log()
                .upstream(
                        outcome.providerId(),
                        outcome.upstreamModel(),
                        calls + outcome.attempts(),
                        candidates.reason());
        return outcome;
    }

    /// @throws TurnRefused when a failure says anything but that there is no list, or when nothing
    ///   can stand for it
    private static void checkHasNoList(
            Outcome.Failed<?> failed, ModelPages pages, List<String> named) {
        var refusal = UpstreamRefusal.of(failed.fault(), failed.providerId());
        if (refusal.status() != NOT_FOUND || !pages.isEmpty() || named.isEmpty()) {
            throw UpstreamRefusal.told(failed);
        }
    }
}
