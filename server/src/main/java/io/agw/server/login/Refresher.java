package io.agw.server.login;

import io.agw.bundle.model.Credential;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.snapshot.Snapshots;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Renews tokens in the background, ahead of their end. Switched off, tokens are still renewed when
/// a call needs one.
///
/// {@link #start} begins, {@link #close} ends it. Thread-safe.
public final class Refresher implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final Snapshots snapshots;
    private final TokenCustody custody;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean enabled = true;

    public Refresher(Snapshots snapshots, TokenCustody custody) {
        this.snapshots = snapshots;
        this.custody = custody;
    }

    public void start() {
        Thread.ofVirtual().name("login-refresher").start(this::run);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    public boolean isEnabled() {
        return enabled;
    }

    /// Switches it on or off, until the next start.
    public void enable(boolean on) {
        enabled = on;
    }

    /// How the tokens of every serving credential do, by id.
    public List<LoginStatus> statuses() {
        return snapshots.current().map(Snapshot::loginCredentials).orElse(List.of()).stream()
                .map(custody::status)
                .toList();
    }

    private void run() {
        try {
            while (!closed.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                round();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stores what could not be stored before, and begins every renewal that is due.
    void round() {
        custody.saveAgain();
        if (!enabled) {
            return;
        }
        var credentials = snapshots.current().map(Snapshot::loginCredentials).orElse(List.of());
        custody.retain(credentials.stream().map(Credential::id).collect(Collectors.toSet()));
        credentials.forEach(custody::tend);
    }
}
