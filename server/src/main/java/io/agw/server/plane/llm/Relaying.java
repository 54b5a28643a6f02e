package io.agw.server.plane.llm;

import io.agw.server.call.CallFailed;
import io.agw.server.dialect.shape.ToldEvents;
import io.agw.server.dispatch.Outcome;
import io.agw.server.guard.AnswerUnfit;
import io.agw.server.guard.GuardedStream;
import io.agw.server.record.TurnOutcome;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A turn whose answer goes out while the upstream still sends it. The caller closes what it relays
/// and ends the attempt.
record Relaying(LlmTurn turn, Outcome.Opened<?> opened, TurnWatch watch) {
    private static final int OK = 200;
    private static final byte[] NOTHING = {};

    /// Relays events; a stream that breaks ends with an error event, and leaves the client as it is
    /// where it has a better answer to come.
    ///
    /// @param guards that look at the events; null when none does
    /// @return why another answer is wanted, of which the client has nothing; null when none is
    /// @throws IOException when the client is gone
    @Nullable AnswerUnfit events(Relay relay, StreamedReply reply, @Nullable GuardedStream guards)
            throws IOException {
        var client = reply.client();
        if (guards == null) {
            end(run(relay, client), relay, client);
            return null;
        }
        var guarded = new GuardedEvents(guards, client);
        try {
            var broken = run(relay, guarded);
            if (broken != null && reply.canDoWithout()) {
                watch.checkClient();
                opened.attempt().brokeOff(broken.failure());
                return null;
            }
            if (broken != null) {
                guarded.flush();
            }
            end(broken, relay, client);
        } catch (AnswerUnfit unfit) {
            opened.attempt().succeeded();
            return unfit;
        } catch (TurnRefused e) {
            if (!guarded.isOver()) {
                relay.drain(); // its usage comes last, and is charged
            }
            opened.attempt().succeeded();
            refused(e.refusal(), new ToldEvents(guards.told(), relay.told().responseId()), client);
        }
        return null;
    }

    /// Gives the client a whole answer that another one was wanted for, as its guardrails let it
    /// pass then.
    ///
    /// @param guards that have looked at it
    /// @throws IOException when the client is gone
    void asItIs(StreamedReply reply, GuardedStream guards) throws IOException {
        var client = reply.client();
        try {
            new GuardedEvents(guards, client).finish(NOTHING, 0, 0);
            turn.log().answered(OK);
        } catch (TurnRefused e) {
            refused(e.refusal(), new ToldEvents(guards.told(), null), client);
        }
    }

    private void refused(Refusal refusal, ToldEvents told, ClientStream client) throws IOException {
        turn.log().failed(TurnOutcome.REFUSED, OK, refusal.code());
        breakOff(refusal, told, client);
    }

    private void end(@Nullable CallFailed broken, Relay relay, ClientStream client)
            throws IOException {
        if (broken == null) {
            opened.attempt().succeeded();
            turn.log().answered(OK);
            return;
        }
        breakOff(broken(broken, OK), relay.told(), client);
    }

    private void breakOff(Refusal refusal, ToldEvents told, ClientStream client)
            throws IOException {
        client.breakOff(turn.shape().errorEvent(refusal, turn.received().requestId(), told));
    }

    private @Nullable CallFailed run(Relay relay, EventSink client) throws IOException {
        try {
            return relay.run(client);
        } catch (IOException e) {
            if (watch.clientLeft()) {
                relay.drain();
            }
            throw e;
        }
    }

    /// Notes that the answer broke off, and says why.
    ///
    /// @param status that was sent
    /// @throws IOException when it is the client that left
    Refusal broken(CallFailed why, int status) throws IOException {
        watch.checkClient();
        var fault = opened.attempt().brokeOff(why.failure());
        var refusal =
                watch.isShutDown()
                        ? TurnWatch.SHUTTING_DOWN
                        : UpstreamRefusal.of(fault, opened.providerId());
        turn.log().failed(TurnOutcome.TRUNCATED, status, refusal.code());
        return refusal;
    }
}
