package io.agw.server.listen;

import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;

/// A request that is malformed or too large; its connection is of no use any more.
final class UnreadRequest extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Received read;
    private final transient Refusal refusal;

    /// @param read what is known of it all the same
    UnreadRequest(Received read, Refusal refusal) {
        super(refusal.message());
        this.read = read;
        this.refusal = refusal;
    }

    Received read() {
        return read;
    }

    Refusal refusal() {
        return refusal;
    }
}
