package io.agw.server;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/// Waits for the signal to end: the first asks for a clean end, the second for a quick one.
///
/// A shutdown hook cannot do this: it runs once, and the exit status would be that of the signal.
final class Signals {
    private Signals() {}

    /// Returns at the first `TERM` or `INT`; every further one calls `hurry`.
    static void awaitEnd(Runnable hurry) {
        var end = new CountDownLatch(1);
        for (var name : new String[] {"TERM", "INT"}) {
            Signal.handle(
                    new Signal(name),
                    _ -> {
                        if (end.getCount() == 0) {
                            hurry.run();
                        }
                        end.countDown();
                    });
        }
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // ends as a signal would
        }
    }
}
