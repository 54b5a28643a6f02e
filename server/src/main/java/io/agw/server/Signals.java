package io.agw.server;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/// Waits for the signal to end: the first asks for a clean end, further ones for a quick one.
///
/// A shutdown hook cannot do this: it runs once, the log is closed beside it, and the exit code
/// would be that of the signal.
final class Signals {
    private Signals() {}

    /// Returns at the first `TERM` or `INT`; every further one calls `hurry`.
    static void awaitEnd(Runnable hurry) {
        var end = new CountDownLatch(1);
        Runnable arrived =
                () -> {
                    if (end.getCount() == 0) {
                        hurry.run();
                    }
                    end.countDown();
                };
        handle("TERM", arrived);
        handle("INT", arrived);
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // ends as a signal would
        }
    }

    /// The JDK's only means to handle a signal is an API that the compiler warns of whoever names
    /// it, so it is named in text.
    private static void handle(String name, Runnable action) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var proxy =
                    Proxy.newProxyInstance(
                            handler.getClassLoader(),
                            new Class<?>[] {handler},
                            (_, method, _) -> {
                                if (method.getName().equals("handle")) {
                                    action.run();
                                }
                                return null;
                            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "signal " + name + " (expected: this JDK lets it be handled)", e);
        }
    }
}
