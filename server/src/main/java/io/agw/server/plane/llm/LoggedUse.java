package io.agw.server.plane.llm;

import io.agw.server.admission.Use;
import io.agw.server.record.TurnLog;
import io.agw.store.UsageRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a turn used, by its record.
record LoggedUse(TurnLog log) implements Use {
    @Override
    public long tokens() {
        return log.usedTokens();
    }

    @Override
    public @Nullable Long nanoDollars() {
        var cost = log.cost();
        return cost == null ? null : cost.nanoDollars();
    }

    @Override
    public boolean isOpen() {
        return log.isOpen();
    }

    @Override
    public boolean called() {
        return log.attempts() > 0;
    }

    @Override
    public boolean failed() {
        return log.hasFailed();
    }

    @Override
    public void matched(List<String> policies) {
        log.matched(policies);
    }

    @Override
    public UsageRecord unended(String providerId, @Nullable String model, long mostNanoDollars) {
        return log.unended(providerId, model, mostNanoDollars);
    }

    @Override
    public void whenWritten(Runnable then) {
        log.whenWritten(then);
    }

    @Override
    public long millis() {
        return log.elapsedMillis();
    }
}
