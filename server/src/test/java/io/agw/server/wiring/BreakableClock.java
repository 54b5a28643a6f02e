package io.agw.server.wiring;

import io.agw.server.turn.TurnScope;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

/// The time, or a defect of the gateway on whatever works on a request: everything else goes on.
final class BreakableClock implements InstantSource {
    private volatile boolean broken;

    void broken(boolean now) {
        broken = now;
    }

    @Override
    public Instant instant() {
        if (broken && TurnScope.requestId() != null) {
            throw new IllegalStateException("the clock stands still");
        }
        return Clock.systemUTC().instant();
    }
}
