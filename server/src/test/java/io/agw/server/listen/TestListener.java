package io.agw.server.listen;

import java.time.Duration;
import java.util.Optional;

/// A started listener on a free port of the loopback address.
final class TestListener {
    /// Deadlines short enough to be waited for.
    static final ConnectionLimits SHORT =
            new ConnectionLimits(
                    64,
                    256,
                    Duration.ofMillis(600),
                    Duration.ofMillis(600),
                    64 * 1024,
                    Duration.ofSeconds(3),
                    Duration.ofMillis(800),
                    Duration.ofMillis(600),
                    Duration.ofMillis(100));

    private TestListener() {}

    static HttpListener start(Handler handler) {
        return start(data(), handler);
    }

    static HttpListener start(ListenerSettings settings, Handler handler) {
        var listener = new HttpListener(settings, () -> true, handler);
        listener.start();
        return listener;
    }

    static ListenerSettings data() {
        return ListenerSettings.data("127.0.0.1", 0, Optional.empty());
    }
}
