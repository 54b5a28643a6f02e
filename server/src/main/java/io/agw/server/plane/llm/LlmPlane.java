package io.agw.server.plane.llm;

import io.agw.server.admission.Admissions;
import io.agw.server.authenticate.Authenticator;
import io.agw.server.authenticate.Principal;
import io.agw.server.cache.Caches;
import io.agw.server.call.Sweeper;
import io.agw.server.dialect.Api;
import io.agw.server.dispatch.Clearance;
import io.agw.server.dispatch.Dispatcher;
import io.agw.server.dispatch.Routings;
import io.agw.server.hook.Hooks;
import io.agw.server.match.Match;
import io.agw.server.match.Protocol;
import io.agw.server.match.Route;
import io.agw.server.plane.Plane;
import io.agw.server.record.MadeResponses;
import io.agw.server.record.Recorder;
import io.agw.server.record.TurnLog;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.ReplySink;
import io.agw.server.turn.TurnRefused;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Serves model APIs on LLM routes. Thread-safe; a turn runs on the calling thread from beginning
/// to end, and is recorded whatever becomes of it.
public final class LlmPlane implements Plane {
    private final Authenticator authenticator;
    private final Routings routings;
    private final Recorder recorder;
    private final AnswerTurn answers;
    private final ModelsTurn models;
    private final PassThroughTurn others;
    private final OwnTurns own;

    public LlmPlane(
            Authenticator authenticator,
            Routings routings,
            Dispatcher dispatcher,
            Recorder recorder,
            MadeResponses responses,
            Admissions admissions,
            Caches caches,
            Hooks hooks,
            Sweeper sweeper,
            LlmSettings settings) {
        this.authenticator = authenticator;
        this.routings = routings;
        this.recorder = recorder;
        var admittance = new Admittance(admissions, dispatcher.aims(routings), sweeper, settings);
        this.answers =
                new AnswerTurn(
                        routings,
                        dispatcher,
                        responses,
                        admittance,
                        new Replays(caches, settings),
                        new Services(hooks, sweeper, settings),
                        settings);
        this.own = new OwnTurns(routings, recorder, answers);
        this.models = new ModelsTurn(routings, dispatcher, admittance, settings);
        this.others = new PassThroughTurn(routings, dispatcher, responses, admittance, settings);
    }

    @Override
    public void serve(Snapshot snapshot, Match.Found found, Received received, ReplySink out)
            throws IOException {
        var sink = Client.named(found.route().protocol(), received, out);
        var shape = ClientShape.of(found.route().protocol(), found.operation());
        var client = new Client(shape, received.requestId(), sink);
        var log = recorder.begin(received, found);
        log.pricedBy(snapshot.prices());
        record(
                log,
                client,
                () -> {
                    var principal = identify(snapshot, found.route(), received, log);
                    var allowed = allowed(found);
                    if (!allowed.contains(received.method())) {
                        var expected = String.join(", ", allowed);
                        client.refuse(log, wrongMethod(received.method(), expected), expected);
                        return;
                    }
                    var routing = routings.of(snapshot, found.route(), principal.agent());
                    var way = new LlmTurn.Way(found.route(), shape, routing, snapshot, own);
                    var agent = principal.agent();
                    var guards =
                            snapshot.guards()
                                    .begin(found.route().id(), agent == null ? null : agent.id());
                    log.guardedBy(guards.runs());
                    serve(
                            snapshot,
                            found,
                            new LlmTurn(
                                    received,
                                    principal,
                                    way,
                                    log,
                                    sink,
                                    Clearance.NOT_LET_IN,
                                    guards,
                                    Keeping.NOTHING));
                });
    }

    @Override
    public void unserved(Snapshot snapshot, Route route, Received received, ReplySink sink)
            throws IOException {
        var log = recorder.begin(received, route);
        record(
                log,
                Client.of(route.protocol(), received, sink),
                () -> {
                    identify(snapshot, route, received, log);
                    throw new TurnRefused(noSuchPath(route, received));
                });
    }

    @Override
    public void refuse(Route route, Refusal refusal, Received received, ReplySink sink)
            throws IOException {
        record(
                recorder.begin(received, route),
                Client.of(route.protocol(), received, sink),
                () -> {
                    throw new TurnRefused(refusal);
                });
    }

    @Override
    public void refuse(Protocol protocol, Refusal refusal, Received received, ReplySink sink)
            throws IOException {
        var client = Client.of(protocol, received, sink);
        client.sink.send(
                refusal.status(), AnswerHeaders.of(refusal, "", 0), client.written(refusal));
    }

    private Principal identify(Snapshot snapshot, Route route, Received received, TurnLog log) {
        return authenticator.identify(received, route, snapshot.keys(), log::payer);
    }

    private void serve(Snapshot snapshot, Match.Found found, LlmTurn turn) throws IOException {
        switch (found.operation()) {
            case CHAT_COMPLETIONS -> answers.serve(turn, Api.CHAT);
            case RESPONSES -> answers.serve(turn, Api.RESPONSES);
            case MESSAGES -> answers.serve(turn, Api.MESSAGES);
            case COUNT_TOKENS -> answers.serve(turn, Api.COUNT_TOKENS);
            case EMBEDDINGS -> answers.serve(turn, Api.EMBEDDINGS);
            case MODELS -> models.list(turn, snapshot);
            case MODEL -> models.one(turn, snapshot, found.tail());
            case GENERATE_CONTENT -> answers.generate(turn, found.tail());
            case PASSTHROUGH -> others.serve(turn, found.tail());
            case RESPONSE -> others.serveResponse(turn, found.tail());
            case MCP, ACP_TURN, ACP_PERMISSION, ACP_SESSIONS, ACP_SESSION ->
                    throw new TurnRefused(
                            new Refusal(
                                    501,
                                    "operation_not_served",
                                    "operation \""
                                            + found.operation().word()
                                            + "\" is not served yet"));
        }
    }

    /// Runs a turn to its record: the one place where refusals become answers.
    private void record(TurnLog log, Client client, Work work) throws IOException {
        try {
            answer(log, client, work);
        } catch (IOException e) {
            log.clientLeft();
            throw e;
        } finally {
            recorder.finish(log);
        }
    }

    private static void answer(TurnLog log, Client client, Work work) throws IOException {
        try {
            work.run();
        } catch (TurnRefused e) {
            client.refuse(log, e);
        }
    }

    private static Refusal noSuchPath(Route route, Received received) {
        return new Refusal(
                404,
                "path_not_found",
                "path \""
                        + received.path()
                        + "\" is not one of protocol \""
                        + route.protocol().word()
                        + "\", which route \""
                        + route.id()
                        + "\" serves");
    }

    private static Refusal wrongMethod(String method, String expected) {
        return new Refusal(
                405, "method_not_allowed", "method: " + method + " (expected: " + expected + ")");
    }

    private static List<String> allowed(Match.Found found) {
        return switch (found.operation()) {
            case MODELS, MODEL -> List.of("GET");
            case RESPONSE -> {
                if (found.tail().endsWith("/cancel")) {
                    yield List.of("POST");
                }
                yield found.tail().indexOf('/') < 0 ? List.of("GET", "DELETE") : List.of("GET");
            }
            case PASSTHROUGH -> List.of("GET", "POST", "PUT", "PATCH", "DELETE");
            default -> List.of("POST");
        };
    }

    /// Who is answered, and how.
    private record Client(ClientShape shape, String requestId, ReplySink sink) {
        static Client of(Protocol protocol, Received received, ReplySink sink) {
            return new Client(
                    ClientShape.of(protocol),
                    received.requestId(),
                    named(protocol, received, sink));
        }

        /// Names the request as Anthropic's API does too, from where its libraries take it for
        /// their errors.
        static ReplySink named(Protocol protocol, Received received, ReplySink sink) {
            return switch (protocol) {
                case ANTHROPIC, CC ->
                        HeadersSink.of(sink, Map.of("request-id", received.requestId()));
                case OPENAI, GEMINI, MCP, ACP -> sink;
            };
        }

        /// @param allow methods that are allowed, for a 405; empty for none
        void refuse(TurnLog log, Refusal refusal, String allow) throws IOException {
            log.refused(refusal.status(), refusal.code());
            var headers = AnswerHeaders.of(refusal, allow, log.attempts());
            sink.send(refusal.status(), headers, written(refusal));
        }

        void refuse(TurnLog log, TurnRefused why) throws IOException {
            var refusal = why.refusal();
            log.refused(refusal.status(), refusal.code());
            var headers = AnswerHeaders.of(refusal, "", log.attempts());
            headers.putAll(why.headers());
            var document = why.document();
            sink.send(refusal.status(), headers, document == null ? written(refusal) : document);
        }

        private byte[] written(Refusal refusal) {
            return JsonMapper.shared().writeValueAsBytes(shape.error(refusal, requestId));
        }
    }

    /// A turn, or what is left of it.
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
