package io.agw.server.wiring;

import io.agw.reconciler.Reconciler;
import io.agw.reconciler.loop.ReconcilerMetrics;
import io.agw.reconciler.webhook.HookCall;
import io.agw.reconciler.webhook.HookVerdict;
import io.agw.reconciler.webhook.HookVerifier;
import io.agw.server.listen.Handler;
import io.agw.server.plane.Front;
import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.ReplySink;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/// Where requests of the data listener enter: the webhooks of git hosts, which come in from where
/// clients do, and everything else, which is a turn.
final class DataEntry implements Handler {
    private static final String HOOKS = "/hooks/git/";
    private static final byte[] NOTHING = {};

    private final HookVerifier hooks;
    private final Reconciler reconciler;
    private final ReconcilerMetrics metrics;
    private final Front turns;

    DataEntry(HookVerifier hooks, Reconciler reconciler, ReconcilerMetrics metrics, Front turns) {
        this.hooks = hooks;
        this.reconciler = reconciler;
        this.metrics = metrics;
        this.turns = turns;
    }

    @Override
    public void handle(Received received, ReplySink sink) throws IOException {
        var path = received.path();
        if (path.startsWith(HOOKS) && received.method().equals("POST")) {
            hook(path.substring(HOOKS.length()), received, sink);
        } else {
            turns.serve(received, sink);
        }
    }

    @Override
    public void refuse(Received read, Refusal refusal, ReplySink sink) throws IOException {
        turns.refuse(read, refusal, sink);
    }

    private void hook(String source, Received received, ReplySink sink) throws IOException {
        var headers =
                received.headers().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, header -> header.getValue().getFirst()));
        var verdict = hooks.verify(new HookCall(source, headers, received.body()));
        var known = reconciler.source(source).isPresent() ? source : "";
        metrics.hookCalled(known, verdict.word());
        if (verdict instanceof HookVerdict.Accepted) {
            reconciler.hookCalled(source);
        }
        sink.send(verdict.status(), Map.of(), NOTHING);
    }
}
