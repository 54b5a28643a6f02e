package io.agw.server.admission.rate;

import io.agw.server.call.Cancellation;
import io.agw.server.call.UpstreamFailure;
import java.util.concurrent.locks.LockSupport;

/// One who waits. What becomes of it is written under the counter's lock and read by its own
/// thread, which is woken by then.
final class Waiter implements Cancellation.Target {
    private final Wanted wanted;
    private final Thread thread = Thread.currentThread();
    private State state = State.WAITING;

    Waiter(Wanted wanted) {
        this.wanted = wanted;
    }

    Wanted wanted() {
        return wanted;
    }

    State state() {
        return state;
    }

    void become(State other) {
        state = other;
        wake();
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    @Override
    public void abort(UpstreamFailure cause) {
        wake(); // its thread looks for why by itself
    }

    @Override
    public void abandon() {
        wake();
    }

    enum State {
        WAITING,
        ADMITTED,
        /// Others had to be let in.
        CROWDED_OUT
    }
}
