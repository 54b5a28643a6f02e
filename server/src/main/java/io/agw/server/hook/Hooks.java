package io.agw.server.hook;

import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.call.Header;
import io.agw.server.call.Timeouts;
import io.agw.server.call.UpstreamClient;
import io.agw.server.call.UpstreamRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Calls hooks. Follows no redirects, and tries nothing again but what met a connection that had
/// been closed while it was idle. Blocking. Thread-safe.
public final class Hooks {
    private final UpstreamClient client;
    private final InstantSource clock;

    /// @param client borrowed
    public Hooks(UpstreamClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /// Delivers one message, and waits for what is said to it.
    ///
    /// @throws CallFailed when there is no whole answer
    public Answer call(Hook hook, Delivery delivery) throws CallFailed {
        var request =
                new UpstreamRequest(
                        hook.head(),
                        headers(hook, delivery),
                        delivery.json(),
                        timeouts(delivery.within()),
                        delivery.cancellation());
        try (var reply = client.send(request)) {
            return new Answer(reply.status(), reply.readAll(delivery.longest()));
        }
    }

    private List<Header> headers(Hook hook, Delivery delivery) {
        var headers = new ArrayList<>(delivery.headers());
        headers.add(new Header("x-agw-delivery", delivery.id()));
        var secret = hook.secret();
        if (secret != null) {
            long second = clock.instant().getEpochSecond();
            headers.add(new Header("x-agw-timestamp", Long.toString(second)));
            headers.add(
                    new Header("x-agw-signature", Signature.of(secret, second, delivery.json())));
        }
        return headers;
    }

    private static Timeouts timeouts(Duration within) {
        var usual = Timeouts.defaults();
        return new Timeouts(
                        least(usual.connect(), within),
                        least(usual.tls(), within),
                        within,
                        within,
                        within,
                        within)
                .whole();
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// What was said.
    ///
    /// @param body not to be changed
    public record Answer(int status, byte[] body) {}

    /// A message.
    ///
    /// @param id the same however often it is sent
    /// @param headers of this message alone
    /// @param within longest time of each phase of the call
    /// @param longest most bytes of an answer
    /// @param cancellation gives it up
    public record Delivery(
            String id,
            byte[] json,
            List<Header> headers,
            Duration within,
            int longest,
            Cancellation cancellation) {
        public Delivery {
            headers = List.copyOf(headers);
        }
    }
}
