package io.agw.server.admission;

import io.agw.server.dispatch.Clearance;
import java.util.function.LongSupplier;

/// What a turn that was let in holds until it is over. Belongs to the turn; closed once.
public final class Admission implements AutoCloseable {
    /// Of a turn that no limit is for.
    static final Admission FREE =
            new Admission(Turnstiles.Passed.NOTHING, Remaining.ALL, Clearance.GIVEN, () -> 0);

    private final Turnstiles.Passed passed;
    private final Remaining remaining;
    private final Clearance clearance;
    private final LongSupplier used;

    /// @param used tokens of the turn, asked when it is over
    Admission(
            Turnstiles.Passed passed, Remaining remaining, Clearance clearance, LongSupplier used) {
        this.passed = passed;
        this.remaining = remaining;
        this.clearance = clearance;
        this.used = used;
    }

    /// What is left for the client, this turn counted.
    public Remaining remaining() {
        return remaining;
    }

    /// What has to be asked before each call to an upstream.
    public Clearance clearance() {
        return clearance;
    }

    /// How long it waited to be let in.
    public long waitedNanos() {
        return passed.waitedNanos();
    }

    /// Gives back what it held, and settles what it used.
    @Override
    public void close() {
        passed.end(used.getAsLong());
    }
}
