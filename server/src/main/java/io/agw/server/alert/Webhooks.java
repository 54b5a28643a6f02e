package io.agw.server.alert;

import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.hook.Hook;
import io.agw.server.hook.Hooks;
import io.agw.server.hook.Hooks.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends messages to webhooks, each on a thread of its own, and again when it could not be
/// delivered. What is too much is dropped. Thread-safe. Owns its threads; {@link #close} gives up
/// what is under way.
public final class Webhooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final int MOST = 100;
    private static final int LONGEST = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Hooks hooks;
    private final List<Duration> pauses;
    private final Results results;
    private final AtomicInteger under = new AtomicInteger();
    private final Set<Cancellation> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// @param pauses before each further try
    public Webhooks(Hooks hooks, List<Duration> pauses, Results results) {
        this.hooks = hooks;
        this.pauses = List.copyOf(pauses);
        this.results = results;
    }

    /// Three further tries within a minute.
    public static List<Duration> usualPauses() {
        return List.of(Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofSeconds(40));
    }

    /// Hears what became of messages: `delivered`, `failed` or `dropped`. Does not block.
    @FunctionalInterface
    public interface Results {
        void ended(String outcome);
    }

    /// Sends a message, later. Does not block.
    public void offer(Message message) {
        if (closed || under.incrementAndGet() > MOST) {
            under.decrementAndGet();
            results.ended("dropped");
            LOG.warn("{}: its webhook is not told, as too much waits", message.about());
            return;
        }
        Thread.ofVirtual().name("webhook").start(() -> deliver(message));
    }

    private void deliver(Message message) {
        var cancellation = new Cancellation();
        open.add(cancellation);
        try {
            if (closed) {
                cancellation.cancel();
            }
            results.ended(delivered(message, cancellation) ? "delivered" : "failed");
        } finally {
            open.remove(cancellation);
            under.decrementAndGet();
        }
    }

    private boolean delivered(Message message, Cancellation cancellation) {
        var failure = "";
        for (int i = 0; i <= pauses.size(); i++) {
            try {
                if (i > 0) {
                    cancellation.sleep(pauses.get(i - 1).toNanos());
                }
                int status = send(message, cancellation);
                if (status / 100 == 2) {
                    return true;
                }
                failure = "it answered " + status;
                if (!isWorthATry(status)) {
                    break;
                }
            } catch (CallFailed e) {
                failure = e.failure().code();
                if (cancellation.isCancelled()) {
                    break;
                }
            } catch (IllegalArgumentException e) {
                // bundles were once checked less
                failure = e.getMessage();
                break;
            }
        }
        LOG.warn("{}: its webhook cannot be told: {}", message.about(), failure);
        return false;
    }

    /// What a webhook does not want it will not want later.
    private static boolean isWorthATry(int status) {
        return status >= 500 || status == 408 || status == 425 || status == 429;
    }

    private int send(Message message, Cancellation cancellation) throws CallFailed {
        return hooks.call(
                        Hook.of(message.url(), message.secret(), Map.of()),
                        new Delivery(
                                message.id(),
                                message.json(),
                                List.of(),
                                PATIENCE,
                                LONGEST,
                                cancellation))
                .status();
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(Cancellation::cancel);
    }
}
