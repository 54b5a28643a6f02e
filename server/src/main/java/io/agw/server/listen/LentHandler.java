package io.agw.server.listen;

import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.ReplySink;
import io.agw.server.turn.TurnRefused;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The handler that Helidon has for as long as the listener is open.
///
/// Every server of Helidon 4.5 has a timer for idle connections whose thread outlives the server
/// and keeps its routing. So the routing leads to nothing but this once the listener is closed: the
/// handler behind it is a whole gateway.
final class LentHandler implements Handler {
    private volatile @Nullable TurnHandler handler;

    LentHandler(TurnHandler handler) {
        this.handler = handler;
    }

    void takeBack() {
        handler = null;
    }

    /// Refuses what never became a turn.
    ///
    /// @param read what is known of it
    /// @throws TurnRefused to have the listener answer in its own error shape
    void refuse(Received read, Refusal refusal, ReplySink sink) throws IOException {
        var current = handler;
        if (current == null) {
            throw new TurnRefused(refusal);
        }
        current.refuse(read, refusal, sink);
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        var current = handler;
        if (current == null) {
            throw new CloseConnectionException("listener is closed (expected: no more requests)");
        }
        current.handle(request, response);
    }
}
