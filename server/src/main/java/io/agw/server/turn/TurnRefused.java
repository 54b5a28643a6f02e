package io.agw.server.turn;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Ends a turn with a {@link Refusal}. Caught in one place per plane, which renders it in the
/// caller's dialect.
public final class TurnRefused extends RuntimeException {
    private final transient Refusal refusal;
    private final transient byte @Nullable [] document;
    private final transient Map<String, String> headers;

    public TurnRefused(Refusal refusal) {
        this(refusal, null, Map.of());
    }

    /// @param document what the caller is sent, when somebody else has rendered the refusal already
    public TurnRefused(Refusal refusal, byte @Nullable [] document) {
        this(refusal, document, Map.of());
    }

    private TurnRefused(Refusal refusal, byte @Nullable [] document, Map<String, String> headers) {
        super(refusal.code(), null, false, false);
        this.refusal = refusal;
        this.document = document;
        this.headers = headers;
    }

    /// The same with more to tell.
    public TurnRefused with(Map<String, String> told) {
        var all = new HashMap<>(headers);
        all.putAll(told);
        return new TurnRefused(refusal, document, Map.copyOf(all));
    }

    public Refusal refusal() {
        return refusal;
    }

    /// What the caller is told besides, as headers.
    public Map<String, String> headers() {
        return headers;
    }

    /// The refusal in the caller's dialect; null when it is still to be rendered.
    public byte @Nullable [] document() {
        return document;
    }
}
