package io.agw.bundle.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How calls to an upstream behave. Zero means zero; leave a field out for its default.
public record Network(
        @Doc("Seconds until the first byte of an answer; a stream that has begun is not cut by it.")
                @Default("120")
                @Limits(min = 1, max = 7200)
                int requestTimeoutSeconds,
        @Doc("Further attempts after a failure that allows one; 0 means none.")
                @Default("2")
                @Limits(min = 0, max = 5)
                int maxRetries,
        @Doc("Seconds of the first delay between attempts; later ones double, with full jitter.")
                @Default("1")
                @Limits(min = 0, max = 60)
                int retryDelaySeconds,
        @Doc("Idle connections kept open for longer than a second, over all hosts; 0 keeps none.")
                @Default("100")
                @Limits(min = 0, max = 10000)
                int maxIdleConnections,
        @Doc("Idle connections kept open for longer than a second, for one host; 0 keeps none.")
                @Default("20")
                @Limits(min = 0, max = 10000)
                int maxIdleConnectionsPerHost,
        @Doc("Seconds an idle connection is kept.") @Default("90") @Limits(min = 1, max = 3600)
                int idleKeepAliveTimeoutSeconds,
        @Doc("Proxy for upstream calls, `http://`, `https://` or `socks5://`; absent: none.")
                @Nullable SecretValue proxyUrl,
        @Doc(
                        "Authorities that may sign the upstream's certificate beside the usual ones: certificates in PEM, such as ${file:ca.pem}.")
                @Nullable String tlsRoots,
        @Doc("Headers set on every upstream request; values may be secrets and are never shown.")
                Map<String, SecretValue> extraHeaders) {
    public Network {
        extraHeaders = Map.copyOf(extraHeaders);
    }
}
