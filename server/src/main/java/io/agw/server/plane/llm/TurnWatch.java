package io.agw.server.plane.llm;

import io.agw.bundle.model.ClientGone;
import io.agw.bundle.model.LlmRoute;
import io.agw.server.call.Cancellation;
import io.agw.server.call.Sweeper;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.ReplySink;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Watches over a turn whose own thread waits for an upstream: finds out that the client has left,
/// keeps a silent stream alive, and ends the turn when the gateway goes down.
final class TurnWatch implements Sweeper.Task {
    static final Refusal SHUTTING_DOWN =
            new Refusal(503, "shutting_down", "the gateway is going down (expected: try again)");

    private final ReplySink sink;
    private final Cancellation cancellation;
    private final long drainNanos;
    private final long probeNanos;
    private final long heartbeatNanos;
    private volatile @Nullable ClientStream stream;
    private volatile boolean gone;
    private volatile long goneAt;
    private volatile boolean shutDown;
    private long lastProbe = System.nanoTime();

    TurnWatch(LlmTurn turn, Cancellation cancellation, LlmSettings settings) {
        this(turn, cancellation, settings, drain(turn.route()));
    }

    /// Over a question that the turn asks before it goes on, of which there is nothing to drain.
    static TurnWatch ofQuestion(LlmTurn turn, Cancellation cancellation, LlmSettings settings) {
        return new TurnWatch(turn, cancellation, settings, 0);
    }

    private TurnWatch(
            LlmTurn turn, Cancellation cancellation, LlmSettings settings, long drainNanos) {
        this.sink = turn.sink();
        this.cancellation = cancellation;
        this.drainNanos = drainNanos;
        this.probeNanos = settings.probe().toNanos();
        this.heartbeatNanos = settings.heartbeat().toNanos();
    }

    private static long drain(LlmRoute route) {
        return route.onClientGone() == ClientGone.DRAIN ? route.drainTimeout().toNanos() : 0;
    }

    /// What gives the turn up.
    Cancellation cancellation() {
        return cancellation;
    }

    /// From here on the client is kept informed.
    void streams(ClientStream toClient) {
        stream = toClient;
    }

    /// @throws IOException when the client has left
    void checkClient() throws IOException {
        if (gone) {
            throw new IOException("the client is gone");
        }
    }

    /// Whether the turn was ended because the gateway goes down.
    boolean isShutDown() {
        return shutDown;
    }

    @Override
    public void sweep(long now) {
        cancellation.sweep(now);
        if (gone) {
            if (now - goneAt >= drainNanos) {
                cancellation.cancel();
            }
            return;
        }
        if (now - lastProbe < probeNanos) {
            return;
        }
        lastProbe = now;
        if (sink.clientGone()) {
            giveUp();
        } else if (sink.isShuttingDown()) {
            shutDown = true;
            cancellation.cancel();
        } else {
            var toClient = stream;
            if (toClient != null && toClient.beginHeartbeat(now, heartbeatNanos)) {
                Thread.ofVirtual().name("heartbeat").start(() -> beat(toClient));
            }
        }
    }

    private void beat(ClientStream toClient) {
        try {
            toClient.heartbeat();
        } catch (IOException _) {
            // this is how a client that left is found out
            giveUp();
        }
    }

    private synchronized void giveUp() {
        if (!gone) {
            goneAt = System.nanoTime();
            gone = true;
            if (drainNanos > 0) {
                cancellation.abandon();
            } else {
                cancellation.cancel();
            }
        }
    }

    /// Takes note that a write showed that the client has left. Whether the answer is to be read on
    /// without it.
    boolean clientLeft() {
        giveUp();
        return drainNanos > 0;
    }
}
