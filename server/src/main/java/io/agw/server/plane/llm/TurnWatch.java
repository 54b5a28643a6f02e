package io.agw.server.plane.llm;

import io.agw.bundle.model.ClientGone;
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
        this.sink = turn.sink();
        this.cancellation = cancellation;
        this.drainNanos =
                turn.route().onClientGone() == ClientGone.DRAIN
                        ? turn.route().drainTimeout().toNanos()
                        : 0;
        this.probeNanos = settings.probe().toNanos();
        this.heartbeatNanos = settings.heartbeat().toNanos();
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
