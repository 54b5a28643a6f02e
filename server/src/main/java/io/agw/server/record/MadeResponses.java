package io.agw.server.record;

import io.agw.store.ResponseOrigin;
import io.agw.store.TelemetryStore;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which upstream keeps a response that a client asks for again. Thread-safe.
///
/// A response is known from the moment its client can know it: the newest are held in memory until
/// their rows are surely written, the others are looked up, which only requests about responses do.
public final class MadeResponses {
    private static final int NEWEST = 4_096;

    private final TelemetryStore store;
    private final LinkedHashMap<Key, ResponseOrigin> newest = new LinkedHashMap<>();

    /// @param store borrowed
    public MadeResponses(TelemetryStore store) {
        this.store = store;
    }

    /// Takes note of one that an upstream has begun.
    public synchronized void add(ResponseOrigin made) {
        newest.putIfAbsent(new Key(made.keyId(), made.responseId()), made);
        if (newest.size() > NEWEST) {
            newest.pollFirstEntry();
        }
    }

    /// The upstream; empty when it is not known, or was made for another key.
    ///
    /// @param keyId virtual key that asks; null when there is none
    public Optional<ResponseOrigin> find(String responseId, @Nullable String keyId) {
        synchronized (this) {
            var held = newest.get(new Key(keyId, responseId));
            if (held != null) {
                return Optional.of(held);
            }
        }
        return store.responseOrigin(responseId, keyId);
    }

    private record Key(@Nullable String keyId, String responseId) {}
}
