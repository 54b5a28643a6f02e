package io.agw.server.plane.llm;

import io.agw.server.dialect.RequestScanner;
import io.agw.server.dialect.conversation.ToldUsage;
import io.agw.server.dispatch.Attempt;
import io.agw.server.dispatch.Dispatcher;
import io.agw.server.dispatch.Outcome;
import io.agw.server.guard.AnswerUnfit;
import io.agw.server.guard.GuardedStream;
import io.agw.server.plane.llm.Openings.OpenedStream;
import io.agw.server.record.MadeResponses;
import io.agw.server.turn.TurnRefused;
import io.agw.store.ResponseOrigin;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Has upstreams answer, whole and streamed, and clients told what they answer once guardrails have
/// looked at it. A model whose answer has not the form that it should is asked once more, in the
/// same conversation, and charged like another call. Thread-safe.
final class Answering {
    private static final int OK = 200;
    private static final String PREVIOUS = "previous_response_id";

    private final Dispatcher dispatcher;
    private final MadeResponses responses;
    private final Openings openings;
    private final RequestScanner requests;
    private final LlmSettings settings;

    /// @param responses that upstreams keep
    Answering(Dispatcher dispatcher, MadeResponses responses, LlmSettings settings) {
        this.dispatcher = dispatcher;
        this.responses = responses;
        this.openings = new Openings(settings, settings.dialects());
        this.requests = new RequestScanner(settings.json());
        this.settings = settings;
    }

    /// False, with nothing answered, when all that is missing is an upstream's count.
    ///
    /// @throws TurnRefused when the turn ends with an error that can still be sent
    /// @throws IOException when the client is gone
    boolean whole(Round round) throws IOException {
        var outcome = askWhole(round);
        var told = round.note(outcome);
        switch (outcome) {
            case Outcome.Opened<OpenedAnswer> opened -> {
                take(round, opened);
                send(round, looked(round, new Shown(opened, opened.answer().body(), told)));
                return true;
            }
            case Outcome.Failed<OpenedAnswer> failed -> {
                if (round.ask().api().counts() && EstimatedCount.standsInFor(failed.fault())) {
                    round.watch().checkClient();
                    return false;
                }
                throw refused(round, failed);
            }
        }
    }

    private Outcome<OpenedAnswer> askWhole(Round round) {
        return dispatcher.dispatch(
                round.ask(),
                round.candidates(),
                sent -> openings.whole(round.turn(), round.ask(), sent));
    }

    private void take(Round round, Outcome.Opened<OpenedAnswer> opened) {
        var answer = opened.answer();
        try (var attempt = opened.attempt()) {
            Charging.account(round.turn(), round.ask(), answer);
            attempt.succeeded();
            keep(round, opened, answer.responseId(), answer.credentialId());
            describe(attempt, answer.usage(), answer.untold());
        }
    }

    private Shown looked(Round round, Shown shown) throws IOException {
        if (!round.ask().api().canStream()) {
            return shown;
        }
        var guards = round.turn().guards();
        try {
            return shown.as(guards.answer(shown.body(), settings.json()));
        } catch (AnswerUnfit unfit) {
            var repaired = repaired(round, shown, unfit);
            return repaired.as(guards.answer(repaired.body(), settings.json()));
        }
    }

    /// The answer to be shown instead; the same where there is no other.
    private Shown repaired(Round round, Shown shown, AnswerUnfit unfit) throws IOException {
        var again = again(round, shown.opened().asked(), unfit);
        if (again == null) {
            return shown;
        }
        var outcome = askWhole(again);
        var told = again.note(outcome);
        switch (outcome) {
            case Outcome.Opened<OpenedAnswer> opened -> {
                take(again, opened);
                return new Shown(opened, opened.answer().body(), told);
            }
            case Outcome.Failed<OpenedAnswer> failed -> {
                unanswered(again, failed);
                return new Shown(shown.opened(), shown.body(), told);
            }
        }
    }

    /// How the model is asked once more; null when it cannot be.
    private @Nullable Round again(Round round, Outcome.Asked asked, AnswerUnfit unfit)
            throws IOException {
        round.watch().checkClient();
        var turn = round.turn();
        var ask = round.ask();
        var wording = ask.wording().after(unfit.text(), unfit.wish(), requests);
        var candidates = round.candidates().again(asked);
        if (wording == null || candidates == null || ask.cancellation().isCancelled()) {
            return null;
        }
        var cost = turn.log().cost();
        turn.clearance().again(turn.log().usedTokens(), cost == null ? null : cost.nanoDollars());
        turn.log().again();
        ask.span().put("agw.repair", unfit.guardrailId());
        return new Round(turn, ask.asking(wording), candidates, round.watch());
    }

    private static void unanswered(Round again, Outcome.Failed<?> failed) throws IOException {
        Charging.accountUnanswered(again.turn(), again.ask(), failed);
        again.watch().checkClient();
    }

    private static void send(Round round, Shown shown) throws IOException {
        var turn = round.turn();
        var answer = shown.opened().answer();
        turn.keeping().whole(round.ask().api(), shown.opened());
        turn.log().firstByte();
        turn.sink()
                .send(
                        OK,
                        AnswerHeaders.with(
                                answer.headers(), answer.left(), turn.measured(shown.told())),
                        shown.body());
        turn.log().answered(OK);
    }

    /// @throws TurnRefused when the turn ends with an error that can still be sent
    /// @throws IOException when the client is gone
    void stream(Round round) throws IOException {
        var outcome = askStream(round);
        var told = round.note(outcome);
        switch (outcome) {
            case Outcome.Opened<OpenedStream> opened -> {
                var headers =
                        AnswerHeaders.with(AnswerHeaders.STREAM, opened.answer().left(), told);
                var reply = new StreamedReply(round.turn(), round.watch(), headers);
                var guards = guards(round);
                var unfit = relay(round, opened, reply, guards);
                if (unfit != null && guards != null) {
                    var again = again(round, opened.asked(), unfit);
                    if (again == null || !isRelayed(again, reply)) {
                        new Relaying(round.turn(), opened, round.watch()).asItIs(reply, guards);
                    }
                }
            }
            case Outcome.Failed<OpenedStream> failed -> throw refused(round, failed);
        }
    }

    private Outcome<OpenedStream> askStream(Round round) {
        return dispatcher.dispatch(
                round.ask(),
                round.candidates(),
                sent -> openings.stream(round.turn(), round.ask(), sent));
    }

    /// False when nobody gave a whole answer.
    private boolean isRelayed(Round again, StreamedReply reply) throws IOException {
        var outcome = askStream(again);
        again.note(outcome);
        switch (outcome) {
            case Outcome.Opened<OpenedStream> opened -> {
                reply.hasAnother();
                relay(again, opened, reply, guards(again));
                return reply.client().hasEnded();
            }
            case Outcome.Failed<OpenedStream> failed -> {
                unanswered(again, failed);
                return false;
            }
        }
    }

    /// Returns why another answer is wanted, of which the client has nothing; null when none is.
    private @Nullable AnswerUnfit relay(
            Round round,
            Outcome.Opened<OpenedStream> opened,
            StreamedReply reply,
            @Nullable GuardedStream guards)
            throws IOException {
        var turn = round.turn();
        var credential = opened.answer().credentialId();
        var relay = turn.keeping().stream(round.ask().api(), opened);
        try (var attempt = opened.attempt()) {
            try (relay) {
                keep(round, opened, relay.responseId(), credential);
                var unfit = new Relaying(turn, opened, round.watch()).events(relay, reply, guards);
                relay.finish();
                return unfit;
            } finally {
                keep(round, opened, relay.responseId(), credential);
                Charging.account(turn, round.ask(), relay.usage(), relay.estimatedTokens());
                describe(attempt, relay.usage(), relay.untold());
            }
        }
    }

    private @Nullable GuardedStream guards(Round round) {
        var guards = round.turn().guards();
        return guards.looksAtAnswers()
                ? guards.stream(round.ask().api(), settings.json(), settings.longestKept())
                : null;
    }

    /// Takes note of a response that its upstream keeps.
    ///
    /// @param id null when it is none
    private void keep(
            Round round, Outcome.Opened<?> opened, @Nullable String id, String credentialId) {
        if (id != null && round.ask().wording().isKept()) {
            var turn = round.turn();
            var made = new ResponseOrigin(id, turn.keyId(), opened.providerId(), credentialId);
            turn.log().made(made);
            responses.add(made);
        }
    }

    /// That a response has been deleted only its upstream knows, and not every one says which field
    /// names it.
    private static TurnRefused refused(Round round, Outcome.Failed<?> failed) throws IOException {
        Charging.accountUnanswered(round.turn(), round.ask(), failed);
        var refused = round.turn().refused(failed, round.watch());
        var refusal = refused.refusal();
        boolean isMissing = refusal.status() == 404 && !refusal.code().equals("model_not_found");
        return round.ask().wording().previousResponse() != null
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

    /// What the client is to be given.
    ///
    /// @param told headers that say how it came about
    private record Shown(
            Outcome.Opened<OpenedAnswer> opened, byte[] body, Map<String, String> told) {
        Shown as(byte[] other) {
            return new Shown(opened, other, told);
        }
    }
}
