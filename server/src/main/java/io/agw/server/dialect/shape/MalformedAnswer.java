package io.agw.server.dialect.shape;

import io.agw.server.dialect.UpstreamError;
import org.jspecify.annotations.Nullable;

/// An upstream's answer, or an event of it, that is nonsense or says that the upstream or its model
/// failed.
public final class MalformedAnswer extends Exception {
    private static final long serialVersionUID = 1;

    private final transient @Nullable UpstreamError error;
    private final boolean ofModel;

    /// @param says what is wrong; never a piece of the answer
    public MalformedAnswer(String says) {
        this(says, null, false);
    }

    /// @param error what the upstream reported
    public MalformedAnswer(String says, UpstreamError error) {
        this(says, error, false);
    }

    private MalformedAnswer(String says, @Nullable UpstreamError error, boolean ofModel) {
        super(says);
        this.error = error;
        this.ofModel = ofModel;
    }

    /// An upstream that is well says of its model that it ended the answer by a failing of its own,
    /// such as a call that is none.
    ///
    /// @param reason to stop, in the vendor's word
    public static MalformedAnswer ofModel(String reason) {
        return new MalformedAnswer("the model failed", new UpstreamError(null, reason, null), true);
    }

    /// What the upstream reported; null when the answer is nonsense.
    public @Nullable UpstreamError error() {
        return error;
    }

    /// Whether it is the model that failed, and not who runs it.
    public boolean isOfModel() {
        return ofModel;
    }
}
