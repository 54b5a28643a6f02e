package io.agw.store.sqlite;

import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Kills in two stores at a time, so that a child has a processor to itself where there are two.
final class TwoStores {
    /// Kills in all; `-Dagw.test.kills=200` for the long run.
    static final int KILLS = Integer.getInteger("agw.test.kills", 50);

    private static final int STORES = 2;

    private TwoStores() {}

    /// Returns when both are done.
    static void kill(Killing killing) throws Exception {
        try (var threads = Executors.newFixedThreadPool(STORES)) {
            var runs = new ArrayList<Future<?>>();
            for (int i = 0; i < STORES; i++) {
                int store = i;
                runs.add(
                        threads.submit(() -> {
                            killing.kill(store, KILLS / STORES);
                            return null;
                        }));
            }
            for (var run : runs) {
                run.get();
            }
        }
    }

    /// What is done in one of them.
    @FunctionalInterface
    interface Killing {
        /// @param store which of them it is
        void kill(int store, int kills) throws Exception;
    }
}
