package io.agw.server.plane.llm;

import io.agw.bundle.canonical.Durations;
import io.agw.server.dialect.Api;
import io.agw.server.dispatch.Clearance;
import io.agw.server.dispatch.Routings;
import io.agw.server.guard.GuardIndex;
import io.agw.server.match.Match;
import io.agw.server.match.Operation;
import io.agw.server.match.Protocol;
import io.agw.server.match.Route;
import io.agw.server.record.Recorder;
import io.agw.server.turn.OwnCalls;
import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.ReplySink;
import io.agw.server.turn.TurnRefused;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns that the gateway takes itself, for a client's turn that waits for what comes of them. They
/// are charged and recorded like any other, within the client's trace; they meet budgets, but no
/// limits or pauses, since the turn that they are for is in; nobody looks at their texts, so that
/// what looks at texts may ask in this way. Thread-safe.
final class OwnTurns {
    private static final String OPERATIONS = "/v1";
    private static final String LATE = "upstream_timeout";

    private final Routings routings;
    private final Recorder recorder;
    private final AnswerTurn answers;

    OwnTurns(Routings routings, Recorder recorder, AnswerTurn answers) {
        this.routings = routings;
        this.recorder = recorder;
        this.answers = answers;
    }

    /// For one client's turn.
    OwnCalls of(LlmTurn turn) {
        return call -> ask(turn, call);
    }

    private byte[] ask(LlmTurn asker, OwnCalls.OwnCall call) throws OwnCalls.OwnCallFailed {
        var route = route(asker, call.routeId());
        var left = asker.left();
        if (!left.isPositive()) {
            throw new OwnCalls.OwnCallFailed(
                    LATE, "the turn's time is over (expected: some is left)", true);
        }
        boolean hurries = left.compareTo(call.within()) < 0;
        var within = hurries ? left : call.within();
        var operation = operation(call.kind());
        var path = route.prefix() + OPERATIONS + operation.path();
        var received = received(asker, new Words(call.body(), within), path);
        var log = recorder.begin(received, new Match.Found(route, operation, "", path));
        try {
            log.pricedBy(asker.way().snapshot().prices());
            log.payer(asker.principal().payer());
            log.root().put("agw.asked_for", call.purpose());
            var routing = routings.of(asker.way().snapshot(), route, null);
            var sink = new Kept(asker.sink());
            var way =
                    new LlmTurn.Way(
                            route,
                            ClientShape.of(route.protocol(), operation),
                            routing,
                            asker.way().snapshot(),
                            null);
            var guards = GuardIndex.NONE.begin(route.id(), null);
            var turn =
                    new LlmTurn(
                            received,
                            asker.principal(),
                            way,
                            log,
                            sink,
                            Clearance.NOT_LET_IN,
                            guards,
                            Keeping.NOTHING);
            answers.serve(turn, api(call.kind()));
            return sink.answer();
        } catch (TurnRefused e) {
            var refusal = e.refusal();
            log.refused(refusal.status(), refusal.code());
            throw refused(refusal, hurries);
        } catch (IOException _) {
            log.clientLeft();
            throw new OwnCalls.OwnCallFailed(
                    "client_closed_request", "the client left (expected: it waits)", true);
        } finally {
            recorder.finish(log);
        }
    }

    /// @param hurries whether the asker's time is shorter than the call's own
    private static OwnCalls.OwnCallFailed refused(Refusal refusal, boolean hurries) {
        boolean isOfTurn =
                (hurries && refusal.code().equals(LATE))
                        || refusal.code().equals(TurnWatch.SHUTTING_DOWN.code());
        return new OwnCalls.OwnCallFailed(refusal.code(), refusal.message(), isOfTurn);
    }

    private static Api api(OwnCalls.Kind kind) {
        return switch (kind) {
            case CHAT -> Api.CHAT;
            case EMBEDDINGS -> Api.EMBEDDINGS;
        };
    }

    private static Operation operation(OwnCalls.Kind kind) {
        return switch (kind) {
            case CHAT -> Operation.CHAT_COMPLETIONS;
            case EMBEDDINGS -> Operation.EMBEDDINGS;
        };
    }

    private static Route route(LlmTurn asker, String id) throws OwnCalls.OwnCallFailed {
        var route = asker.way().snapshot().routes().route(id);
        if (route == null || route.disabled() || route.protocol() != Protocol.OPENAI) {
            throw new OwnCalls.OwnCallFailed(
                    "route_not_found",
                    "route \"" + id + "\" (expected: an enabled one of protocol openai)",
                    false);
        }
        return route;
    }

    /// What came from the client is not passed on, but for where its trace goes on.
    private static Received received(LlmTurn asker, Words words, String path) {
        var headers =
                Map.of(
                        "traceparent",
                        List.of(asker.log().root().context().traceparent()),
                        LlmTurn.TIMEOUT,
                        List.of(Durations.text(words.within())),
                        "content-type",
                        List.of("application/json"));
        return new Received(
                asker.received().requestId() + "." + asker.log().nextOwnCall(),
                "POST",
                "",
                path,
                path,
                "",
                headers,
                words.body(),
                asker.received().remoteAddress(),
                System.nanoTime());
    }

    /// What is asked, and how long that may take.
    private record Words(byte[] body, Duration within) {}

    /// Keeps the answer for whoever asked.
    private static final class Kept implements ReplySink {
        private final ReplySink client;
        private byte @Nullable [] answer;

        /// @param client who waits in the end
        Kept(ReplySink client) {
            this.client = client;
        }

        byte[] answer() {
            if (answer == null) {
                throw new IllegalStateException("no answer (expected: one, or a refusal)");
            }
            return answer;
        }

        @Override
        public void send(int status, Map<String, String> headers, byte[] body) {
            answer = body;
        }

        @Override
        public Stream stream(int status, Map<String, String> headers) {
            throw new IllegalStateException("a stream (expected: a request for none)");
        }

        @Override
        public boolean clientGone() {
            return client.clientGone();
        }

        @Override
        public boolean isShuttingDown() {
            return client.isShuttingDown();
        }
    }
}
