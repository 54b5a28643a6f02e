package io.agw.reconciler.world;

import io.agw.store.Store;

/// What happens to the writes of a store. Used from one thread.
public final class Faults {
    private Runnable once = () -> {};
    private Runnable always = () -> {};
    private Runnable status = () -> {};
    private Runnable control = () -> {};

    /// The store, with what happens to it.
    public Store around(Store store) {
        return new FaultyStore(store, this);
    }

    /// Happens before the next commit.
    public void beforeCommit(Runnable happens) {
        once = happens;
    }

    /// Happens before every commit.
    public void beforeEveryCommit(Runnable happens) {
        always = happens;
    }

    /// Happens before a status is stored next.
    public void beforeStatus(Runnable happens) {
        status = happens;
    }

    /// Happens before a decision is stored next.
    public void beforeControl(Runnable happens) {
        control = happens;
    }

    void happenToControl() {
        var happens = control;
        control = () -> {};
        happens.run();
    }

    void happenToStatus() {
        var happens = status;
        status = () -> {};
        happens.run();
    }

    void happen() {
        var happens = once;
        once = () -> {};
        happens.run();
        always.run();
    }
}
