package io.agw.server.listen;

import io.agw.server.turn.Received;
import io.agw.server.turn.ReplySink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// `/health`, `/health/live` and `/health/ready`: open to everyone, and so without detail.
final class Health {
    private static final String PATH = "/health";
    private static final Map<String, String> JSON =
            Map.of("content-type", "application/json", "cache-control", "no-store");
    private static final byte[] OK = "{\"status\":\"ok\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOT_READY =
            "{\"status\":\"not_ready\"}".getBytes(StandardCharsets.UTF_8);

    private final BooleanSupplier ready;

    Health(BooleanSupplier ready) {
        this.ready = ready;
    }

    /// Answers when the request is about health; false when it is not.
    boolean answer(Received received, ReplySink sink) throws IOException {
        var path = received.path();
        if (!path.startsWith(PATH)
                || !(received.method().equals("GET") || received.method().equals("HEAD"))) {
            return false;
        }
        switch (path) {
            case PATH, "/health/live" -> sink.send(200, JSON, OK);
            case "/health/ready" -> {
                boolean isReady = ready.getAsBoolean();
                sink.send(isReady ? 200 : 503, JSON, isReady ? OK : NOT_READY);
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
