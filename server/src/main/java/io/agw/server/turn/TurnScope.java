package io.agw.server.turn;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The turn that the current thread works on, for log lines. Bound by the listener, from the
/// request's end to the answer's.
public final class TurnScope {
    private static final ScopedValue<String> REQUEST_ID = ScopedValue.newInstance();

    private TurnScope() {}

    /// The id of the turn's request; null outside of a turn.
    public static @Nullable String requestId() {
        return REQUEST_ID.isBound() ? REQUEST_ID.get() : null;
    }

    /// Runs a turn's work under its id.
    public static void run(String requestId, Work work) throws IOException {
        call(
                requestId,
                () -> {
                    work.run();
                    return requestId;
                });
    }

    /// Has a part of a turn's work done under its id, also by another thread.
    public static <T, X extends Throwable> T call(
            String requestId, ScopedValue.CallableOp<? extends T, X> work) throws X {
        return ScopedValue.where(REQUEST_ID, requestId).call(work);
    }

    /// What is done for a turn.
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }
}
