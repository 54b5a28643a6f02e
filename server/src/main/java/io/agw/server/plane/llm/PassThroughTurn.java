package io.agw.server.plane.llm;

import io.agw.server.call.CallFailed;
import io.agw.server.dialect.RequestScanner;
import io.agw.server.dialect.shape.ToldEvents;
import io.agw.server.dispatch.Ask;
import io.agw.server.dispatch.Candidates;
import io.agw.server.dispatch.Dispatcher;
import io.agw.server.dispatch.Outcome;
import io.agw.server.dispatch.Passed;
import io.agw.server.dispatch.Routings;
import io.agw.server.dispatch.Wording;
import io.agw.server.record.MadeResponses;
import io.agw.server.telemetry.Span;
import io.agw.server.turn.Received;
import io.agw.server.turn.TurnRefused;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Passes on what the gateway knows nothing of but the model: images, audio, files, … Nothing of an
/// answer is held longer than another upstream could still be asked. Thread-safe.
final class PassThroughTurn {
    private static final String STARTING_AFTER = "starting_after";

    private final Routings routings;
    private final Dispatcher dispatcher;
    private final MadeResponses responses;
    private final Admittance admittance;
    private final LlmSettings settings;
    private final RequestScanner requests;

    /// @param responses that upstreams keep
    PassThroughTurn(
            Routings routings,
            Dispatcher dispatcher,
            MadeResponses responses,
            Admittance admittance,
            LlmSettings settings) {
        this.responses = responses;
        this.routings = routings;
        this.dispatcher = dispatcher;
        this.admittance = admittance;
        this.settings = settings;
        this.requests = new RequestScanner(settings.json());
    }

    /// @param path behind the vendor's address, decoded, without a leading slash
    /// @throws TurnRefused when the turn ends with an error that can still be sent
    /// @throws IOException when the client is gone
    void serve(LlmTurn asked, String path) throws IOException {
        var request = PassedRequest.of(asked.received(), path, requests);
        var wording = wording(asked, request);
        var turn = asked.forUserOf(request.scanned());
        turn.checkModel(Routings.asked(turn.routing(), wording));
        serve(
                turn,
                new Asking(request.passed(), wording, PassedAnswer.Stream.OF_ANYTHING),
                () -> routings.candidates(turn.routing(), wording, turn.requester()));
    }

    /// Asks the upstream that keeps a response about it.
    ///
    /// @param tail the response's id, and which part of it or what to do with it
    /// @throws TurnRefused when the turn ends with an error that can still be sent
    /// @throws IOException when the client is gone
    void serveResponse(LlmTurn turn, String tail) throws IOException {
        int slash = tail.indexOf('/');
        var id = slash < 0 ? tail : tail.substring(0, slash);
        var origin = turn.origin(responses, id, "response_id");
        var request = PassedRequest.of(turn.received(), "responses/" + tail, requests);
        var wording = wording(turn, request);
        serve(
                turn,
                new Asking(
                        request.passed(),
                        wording,
                        new PassedAnswer.Stream(true, new ToldEvents(told(turn.received()), id))),
                () -> routings.keeper(turn.routing(), wording, origin));
    }

    private Wording wording(LlmTurn turn, PassedRequest request) {
        var wording = Wording.of(request.scanned(), settings.dialects());
        turn.log().requested(wording.model(), wording.streams());
        return wording;
    }

    /// How many events of a response the client has already: they are numbered from 0 on.
    private static long told(Received received) {
        try {
            return Math.max(0, 1L + Integer.parseInt(PassedQuery.value(received, STARTING_AFTER)));
        } catch (NumberFormatException _) {
            return 0; // whether that is a number is the vendor's to say
        }
    }

    private void serve(LlmTurn turn, Asking asking, Supplier<Candidates> candidates)
            throws IOException {
        admittance.serve(
                turn,
                asking.wording(),
                (admitted, watch) -> {
                    guard(admitted);
                    ask(admitted, asking, candidates.get(), watch);
                });
    }

    /// Nobody knows where the texts are in what is only passed on.
    private static void guard(LlmTurn turn) {
        var what = "what is only passed on";
        if (turn.received().body().length > 0) {
            turn.guards().cannotLook(false, what);
        }
        if (!turn.received().method().equals("DELETE")) {
            turn.guards().cannotLook(true, what);
        }
    }

    private void ask(LlmTurn turn, Asking asking, Candidates candidates, TurnWatch watch)
            throws IOException {
        var span = turn.log().root().child("dispatch", Span.Kind.INTERNAL);
        var ask =
                new Ask(
                        asking.wording(),
                        asking.passed(),
                        null,
                        watch.cancellation(),
                        span,
                        turn.clearance());
        try {
            var called = candidates.calledWith(turn.principal().callerKey());
            var outcome =
                    dispatcher.dispatch(
                            ask,
                            called,
                            sent -> PassedAnswer.open(sent.reply(), settings, asking.stream()));
            var told = turn.note(ask, outcome, called);
            switch (outcome) {
                case Outcome.Opened<PassedAnswer> opened ->
                        answer(new Relaying(turn, opened, watch), opened.answer(), ask, told);
                case Outcome.Failed<PassedAnswer> failed -> throw turn.refused(failed, watch);
            }
        } finally {
            span.end();
        }
    }

    /// @param told further headers
    private static void answer(
            Relaying relaying, PassedAnswer answer, Ask ask, Map<String, String> told)
            throws IOException {
        try (var _ = relaying.opened().attempt()) {
            account(relaying.turn(), ask, answer); // what is whole has said all
            try {
                answer(relaying, answer, told);
            } finally {
                account(relaying.turn(), ask, answer);
            }
        }
    }

    /// What was made for a model is accounted for, what only looks at it again is not.
    private static void account(LlmTurn turn, Ask ask, PassedAnswer answer) {
        var usage = ask.wording().model() == null ? null : answer.usage();
        if (usage != null) {
            turn.log().told(usage);
        }
    }

    private static void answer(Relaying relaying, PassedAnswer answer, Map<String, String> told)
            throws IOException {
        var turn = relaying.turn();
        var headers = AnswerHeaders.with(answer.headers(), List.of(), told);
        switch (answer) {
            case PassedAnswer.Whole whole -> {
                relaying.opened().attempt().succeeded();
                turn.log().firstByte();
                turn.sink().send(whole.status(), turn.measured(headers), whole.body());
                turn.log().answered(whole.status());
            }
            case PassedAnswer.Events(var relay) -> {
                try (relay) {
                    var reply = new StreamedReply(turn, relaying.watch(), headers);
                    relaying.events(relay, reply, null);
                    relay.finish();
                }
            }
            case PassedAnswer.Bytes bytes -> {
                try (var reply = bytes.reply()) {
                    relay(relaying, bytes, headers);
                    reply.finish();
                }
            }
        }
    }

    /// An answer that breaks off breaks the client's connection, which is the only way to tell it.
    private static void relay(
            Relaying relaying, PassedAnswer.Bytes bytes, Map<String, String> headers)
            throws IOException {
        var turn = relaying.turn();
        var out = turn.sink().stream(bytes.status(), headers);
        turn.log().firstByte();
        var buffer = bytes.begun();
        int length = buffer.length;
        while (length >= 0) {
            if (length > 0) {
                out.write(buffer, 0, length);
                out.flush();
            }
            buffer = buffer.length < PassedAnswer.READ ? new byte[PassedAnswer.READ] : buffer;
            try {
                length = bytes.reply().read(buffer, 0, buffer.length);
            } catch (CallFailed e) {
                relaying.broken(e, bytes.status());
                out.abort();
                return;
            }
        }
        relaying.opened().attempt().succeeded();
        out.end();
        turn.log().answered(bytes.status());
    }

    /// What is asked, without where.
    private record Asking(Passed passed, Wording wording, PassedAnswer.Stream stream) {}
}
