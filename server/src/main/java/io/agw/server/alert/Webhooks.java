package io.agw.server.alert;

import io.agw.server.call.BaseUrl;
import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.call.Header;
import io.agw.server.call.OriginSpec;
import io.agw.server.call.RequestHead;
import io.agw.server.call.Timeouts;
import io.agw.server.call.UpstreamClient;
import io.agw.server.call.UpstreamRequest;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends messages to webhooks, each on a thread of its own, and again when it could not be
/// delivered. By way of the client that calls upstreams, and so within the rules for addresses.
/// What is too much is dropped. Thread-safe. Owns its threads; {@link #close} gives up what is
/// under way.
public final class Webhooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final int MOST = 100;
    private static final int LONGEST = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final UpstreamClient client;
    private final InstantSource clock;
    private final List<Duration> pauses;
    private final Results results;
    private final AtomicInteger under = new AtomicInteger();
    private final Set<Cancellation> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// @param client borrowed
    /// @param pauses before each further try
    public Webhooks(
            UpstreamClient client, InstantSource clock, List<Duration> pauses, Results results) {
        this.client = client;
        this.clock = clock;
        this.pauses = List.copyOf(pauses);
        this.results = results;
    }

    /// Three further tries within a minute.
    public static List<Duration> usualPauses() {
        return List.of(Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofSeconds(40));
    }

    /// Hears what became of messages: `delivered`, `failed` or `dropped`. Does not block.
    @FunctionalInterface
    public interface Results {
        void ended(String outcome);
    }

    /// Sends a message, later. Does not block.
    public void offer(Message message) {
        if (closed || under.incrementAndGet() > MOST) {
            under.decrementAndGet();
            results.ended("dropped");
            LOG.warn("{}: its webhook is not told, as too much waits", message.about());
            return;
        }
        Thread.ofVirtual().name("webhook").start(() -> deliver(message));
    }

    private void deliver(Message message) {
        var cancellation = new Cancellation();
        open.add(cancellation);
        try {
            if (closed) {
                cancellation.cancel();
            }
            results.ended(delivered(message, cancellation) ? "delivered" : "failed");
        } finally {
            open.remove(cancellation);
            under.decrementAndGet();
        }
    }

    private boolean delivered(Message message, Cancellation cancellation) {
        var failure = "";
        for (int i = 0; i <= pauses.size(); i++) {
            try {
                if (i > 0) {
                    cancellation.sleep(pauses.get(i - 1).toNanos());
                }
                int status = send(message, cancellation);
                if (status / 100 == 2) {
                    return true;
                }
                failure = "it answered " + status;
                if (!isWorthATry(status)) {
                    break;
                }
            } catch (CallFailed e) {
                failure = e.failure().detail();
                if (cancellation.isCancelled()) {
                    break;
                }
            }
        }
        LOG.warn("{}: its webhook cannot be told: {}", message.about(), failure);
        return false;
    }

    /// What a webhook does not want it will not want later.
    private static boolean isWorthATry(int status) {
        return status >= 500 || status == 408 || status == 425 || status == 429;
    }

    private int send(Message message, Cancellation cancellation) throws CallFailed {
        var uri = URI.create(message.url().reveal());
        var base = BaseUrl.parse(uri.getScheme() + "://" + uri.getRawAuthority());
        var origin =
                new OriginSpec(
                        base.secure(),
                        base.host(),
                        base.port(),
                        null,
                        0,
                        Duration.ofSeconds(1),
                        null);
        var head = RequestHead.of(origin, "POST", target(uri), headers(message));
        var request =
                new UpstreamRequest(head, List.of(), message.json(), timeouts(), cancellation);
        try (var reply = client.send(request)) {
            reply.readAll(LONGEST);
            return reply.status();
        }
    }

    private static String target(URI uri) {
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    private List<Header> headers(Message message) {
        var headers = new ArrayList<Header>();
        headers.add(new Header("Content-Type", "application/json"));
        headers.add(new Header("x-agw-delivery", message.id()));
        var secret = message.secret();
        if (secret != null) {
            long second = clock.instant().getEpochSecond();
            headers.add(new Header("x-agw-timestamp", Long.toString(second)));
            headers.add(
                    new Header("x-agw-signature", Signature.of(secret, second, message.json())));
        }
        return headers;
    }

    private static Timeouts timeouts() {
        var usual = Timeouts.defaults();
        return new Timeouts(usual.connect(), usual.tls(), PATIENCE, PATIENCE, PATIENCE, PATIENCE)
                .whole();
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(Cancellation::cancel);
    }
}
