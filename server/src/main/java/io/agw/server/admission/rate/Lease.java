package io.agw.server.admission.rate;

/// What a turn holds of one counter until it ends. Belongs to the turn; ended once, by either
/// method.
public final class Lease {
    private final Counter counter;
    private final Wanted taken;
    private boolean over;

    Lease(Counter counter, Wanted taken) {
        this.counter = counter;
        this.taken = taken;
    }

    /// The turn is over.
    ///
    /// @param tokens that it used
    public void end(long tokens) {
        if (!over) {
            over = true;
            counter.leave(taken, tokens);
        }
    }

    /// The turn was refused elsewhere: as if it had never come.
    public void undo() {
        if (!over) {
            over = true;
            counter.undo(taken);
        }
    }
}
