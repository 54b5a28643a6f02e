package io.agw.server.wiring;

import static io.agw.server.upstream.Behaviours.response;

import io.agw.server.upstream.FakeUpstream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// An upstream that refuses every call in another way, and repeats what it was called with wherever
/// it can.
final class TellTale {
    private TellTale() {}

    static FakeUpstream.Behaviour behaviour() {
        var statuses = List.of(400, 401, 403, 404, 429, 500, 503, 302);
        var calls = new AtomicInteger();
        return (request, wire) -> {
            int status = statuses.get(calls.getAndIncrement() % statuses.size());
            var key = request.header("authorization").replace("Bearer ", "");
            var extra = request.header("x-extra");
            wire.send(
                    response(
                            status,
                            """
                            {"error":{"message":"%1$s %2$s","code":"%1$s","type":"%1$s","param":"%1$s"}}\
                            """
                                    .formatted(key, extra),
                            "X-Echo: " + key + extra,
                            "Location: /" + key));
        };
    }
}
