package io.agw.server.listen;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.jspecify.annotations.Nullable;

/// The handler that Helidon has for as long as the listener is open.
///
/// Every server of Helidon 4.5 has a timer for idle connections whose thread outlives the server
/// and keeps its routing. So the routing leads to nothing but this once the listener is closed: the
/// handler behind it is a whole gateway.
final class LentHandler implements Handler {
    private volatile @Nullable Handler handler;

    LentHandler(Handler handler) {
        this.handler = handler;
    }

    void takeBack() {
        handler = null;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws Exception {
        var current = handler;
        if (current == null) {
            throw new CloseConnectionException("listener is closed (expected: no more requests)");
        }
        current.handle(request, response);
    }
}
