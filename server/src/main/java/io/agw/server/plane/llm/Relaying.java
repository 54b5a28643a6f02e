package io.agw.server.plane.llm;

import io.agw.server.call.CallFailed;
import io.agw.server.dispatch.Outcome;
import io.agw.server.record.TurnOutcome;
import io.agw.server.turn.Refusal;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A turn whose answer goes out while the upstream still sends it. The caller closes what it relays
/// and ends the attempt.
record Relaying(LlmTurn turn, Outcome.Opened<?> opened, TurnWatch watch) {
    private static final int OK = 200;

    /// Relays events; a stream that breaks ends with an error event.
    ///
    /// @throws IOException when the client is gone
    void events(Relay relay, Map<String, String> headers) throws IOException {
        var client = new ClientStream(turn.sink().stream(OK, headers));
        turn.log().firstByte();
        watch.streams(client);
        var broken = run(relay, client);
        if (broken == null) {
            opened.attempt().succeeded();
            turn.log().answered(OK);
            return;
        }
        var refusal = broken(broken, OK);
        var event = turn.shape().errorEvent(refusal, turn.received().requestId(), relay.told());
        client.breakOff(event);
    }

    private @Nullable CallFailed run(Relay relay, ClientStream client) throws IOException {
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
