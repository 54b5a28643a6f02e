package io.agw.server.call;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks the operating system, on a few platform threads: a lookup is native code, which would hold
/// the carrier of a virtual thread for as long as a name server is silent. Owns those threads.
public final class SystemResolver implements Resolver, AutoCloseable {
    private static final int THREADS = 4;

    private final ExecutorService lookups =
            Executors.newFixedThreadPool(
                    THREADS, Thread.ofPlatform().daemon().name("agw-resolver-", 0).factory());

    @Override
    public List<InetAddress> resolve(String host, Duration within) throws CallFailed {
        if (isLiteral(host)) {
            return literal(host);
        }
        var lookup = lookups.submit(() -> List.of(InetAddress.getAllByName(host)));
        try {
            return lookup.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException) {
                throw unknown(host);
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException _) {
            lookup.cancel(true);
            throw new CallFailed(new UpstreamFailure.TimedOut(Deadline.CONNECT));
        } catch (InterruptedException _) {
            lookup.cancel(true);
            Thread.currentThread().interrupt();
            throw new CallFailed(new UpstreamFailure.Cancelled());
        }
    }

    /// Whether the text is an address already, which takes no lookup to read.
    static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0
                || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private static List<InetAddress> literal(String host) throws CallFailed {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException _) {
            throw unknown(host);
        }
    }

    private static CallFailed unknown(String host) {
        return new CallFailed(
                new UpstreamFailure.Unreachable("host \"" + host + "\" is not known"));
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }
}
