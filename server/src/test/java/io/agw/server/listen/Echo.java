package io.agw.server.listen;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.ReplySink;
import io.agw.server.turn.TurnRefused;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// Answers what it received; under some paths it refuses, breaks or stays silent.
final class Echo {
    private Echo() {}

    static void handle(Received received, ReplySink sink) throws IOException {
        switch (received.path()) {
            case "/none" ->
                    throw new TurnRefused(
                            new Refusal(
                                    404,
                                    "route_not_found",
                                    "no \"route\"",
                                    Duration.ofMillis(1_500)));
            case "/broken" -> throw new IllegalStateException("secret");
            case "/silent" -> {}
            default -> sink.send(200, Map.of("content-type", "text/plain"), text(received));
        }
    }

    private static byte[] text(Received received) {
        var text =
                received.method()
                        + " "
                        + received.host()
                        + " "
                        + received.path()
                        + " "
                        + received.query()
                        + " "
                        + received.remoteAddress()
                        + " "
                        + new String(received.body(), UTF_8);
        return text.getBytes(UTF_8);
    }
}
