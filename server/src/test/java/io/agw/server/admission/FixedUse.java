package io.agw.server.admission;

import io.agw.store.UsageRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a turn used that is known beforehand.
///
/// @param called whether an upstream was called
record FixedUse(long tokens, @Nullable Long nanoDollars, boolean called, long millis)
        implements Use {
    /// Of a turn that called nobody.
    static final FixedUse NOTHING = new FixedUse(0, 0L, false, 0);

    @Override
    public boolean isOpen() {
        return false;
    }

    @Override
    public boolean failed() {
        return false;
    }

    @Override
    public void matched(List<String> policies) {}

    @Override
    public UsageRecord unended(String providerId, @Nullable String model, long mostNanoDollars) {
        throw new AssertionError("a call (expected: none)");
    }

    @Override
    public void whenWritten(Runnable then) {
        then.run();
    }
}
