package io.agw.server.snapshot;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The snapshot that serves. Publishing is one reference write; turns under way keep the one they
/// began with. Thread-safe.
public final class Snapshots {
    private volatile @Nullable Snapshot current;

    /// The snapshot that serves; empty until the first one is published.
    public Optional<Snapshot> current() {
        return Optional.ofNullable(current);
    }

    /// Makes a snapshot the serving one. An older version than the one that serves is ignored, so
    /// that publishers may race.
    public synchronized void publish(Snapshot snapshot) {
        var serving = current;
        if (serving == null || snapshot.version() >= serving.version()) {
            current = snapshot;
        }
    }
}
