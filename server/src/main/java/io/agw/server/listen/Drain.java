package io.agw.server.listen;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Takes listeners down without losing an answer: says so, waits for load balancers to notice,
/// stops accepting, lets turns finish, tells streams to end, and only then cuts what is left.
/// Thread-safe.
public final class Drain {
    private static final long POLL_MILLIS = 20;

    private final List<HttpListener> listeners;
    private final Limits limits;
    private final CountDownLatch hurry = new CountDownLatch(1);

    /// @param listeners in the order in which they stop; all stop being ready at once
    public Drain(List<HttpListener> listeners, Limits limits) {
        this.listeners = List.copyOf(listeners);
        this.limits = limits;
    }

    /// Drains; returns when every connection has ended.
    public void run() {
        listeners.forEach(HttpListener::drain);
        boolean hurried = hurried(limits.announce());
        for (var listener : listeners) {
            listener.stopAccepting();
            finish(listener, hurried);
        }
    }

    /// Ends the drain at once, from another thread.
    public void hurry() {
        hurry.countDown();
        listeners.forEach(listener -> listener.open().cutAll());
    }

    private void finish(HttpListener listener, boolean isHurried) {
        long start = System.nanoTime();
        var connections = listener.open();
        boolean hurried = isHurried;
        while (connections.count() > 0) {
            var since = Duration.ofNanos(System.nanoTime() - start);
            if (hurried || since.compareTo(limits.streams().plus(limits.farewell())) > 0) {
                connections.cutAll();
            } else if (since.compareTo(limits.streams()) > 0) {
                connections.shutDown();
            }
            if (since.compareTo(limits.plain()) > 0) {
                connections.cutPlainTurns();
            }
            connections.closeIdle();
            hurried = hurried(Duration.ofMillis(POLL_MILLIS));
        }
        listener.awaitStopped();
    }

    private boolean hurried(Duration wait) {
        try {
            return hurry.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// How long what may take.
    ///
    /// @param announce between reporting not ready and closing the listening socket
    /// @param plain for answers that are not streamed, from then on
    /// @param streams for streamed answers, from then on
    /// @param farewell for streams to end themselves after they were told
    public record Limits(Duration announce, Duration plain, Duration streams, Duration farewell) {
        public static Limits defaults() {
            return new Limits(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5));
        }
    }
}
