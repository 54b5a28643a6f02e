package io.agw.reconciler.world;

import io.agw.store.Store;

/// What happens to the commits of a store. Used from one thread.
public final class Faults {
    private Runnable once = () -> {};
    private Runnable always = () -> {};

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

    void happen() {
        var happens = once;
        once = () -> {};
        happens.run();
        always.run();
    }
}
