package io.agw.server.admission.budget;

import io.agw.store.Ledger;
import io.agw.store.StoreException;
import io.agw.store.UsageRecord;
import java.time.Instant;
import java.util.List;

/// A ledger whose process can be killed: from then on nothing more is written, and nobody hears of
/// what was being written just then. Thread-safe. Borrows the real one.
final class SeveredLedger implements Ledger {
    private final Ledger real;
    private volatile boolean severed;

    SeveredLedger(Ledger real) {
        this.real = real;
    }

    /// Does not wait for a commit that is under way.
    void sever() {
        severed = true;
    }

    boolean isSevered() {
        return severed;
    }

    /// Returns once nothing is being written any more.
    synchronized void await() {}

    @Override
    public synchronized void commit(Batch batch) {
        requireAlive();
        real.commit(batch);
        requireAlive();
    }

    private void requireAlive() {
        if (severed) {
            throw new StoreException(StoreException.Reason.OTHER, "killed", null);
        }
    }

    @Override
    public List<UsageRecord> unended() {
        return real.unended();
    }

    @Override
    public Contents open() {
        return real.open();
    }

    @Override
    public int trim(Instant before) {
        return real.trim(before);
    }
}
