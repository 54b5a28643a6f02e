package io.agw.server.dialect.shape;

import io.agw.server.dialect.UpstreamError;
import org.jspecify.annotations.Nullable;

/// An upstream's answer, or an event of it, that is nonsense or says that the upstream failed.
public final class MalformedAnswer extends Exception {
    private static final long serialVersionUID = 1;

    private final transient @Nullable UpstreamError error;

    /// @param says what is wrong; never a piece of the answer
    public MalformedAnswer(String says) {
        this(says, null);
    }

    /// @param error what the upstream reported; null when the answer is nonsense
    public MalformedAnswer(String says, @Nullable UpstreamError error) {
        super(says);
        this.error = error;
    }

    /// What the upstream reported; null when the answer is nonsense.
    public @Nullable UpstreamError error() {
        return error;
    }
}
