package io.agw.server.dispatch;

import io.agw.bundle.model.CircuitBreaker;
import io.agw.bundle.model.Locality;
import io.agw.bundle.model.Provider;
import io.agw.bundle.model.TimeLimits;
import io.agw.server.call.Timeouts;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a target is called: how patiently, how often, and when not at all.
///
/// @param local whether it is asked only after others, where a fallback says so
public record Handling(
        Retries retries, Timeouts timeouts, BreakerRule breaker, boolean local, Traced traced) {
    private static final Set<String> LOCAL_TYPES = Set.of("ollama", "vllm");

    /// @param vendor for spans
    /// @param breaker that is for the provider; null: the usual one
    /// @param route the route's own limits, which replace the provider's
    static Handling of(
            Provider provider, String vendor, @Nullable CircuitBreaker breaker, TimeLimits route) {
        return new Handling(
                Retries.of(provider),
                timeouts(provider, route),
                breaker == null ? BreakerRule.USUAL : BreakerRule.of(breaker),
                isLocal(provider),
                new Traced(vendor, provider.traceContext()));
    }

    /// With everything else as it is by default, and no breaker.
    static Handling plain(int retries) {
        return new Handling(
                new Retries(
                        retries,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(8),
                        2,
                        Set.of(408, 429, 500, 502, 503, 504, 529)),
                Timeouts.defaults(),
                BreakerRule.OFF,
                false,
                new Traced("", true));
    }

    private static boolean isLocal(Provider provider) {
        var said = provider.locality();
        return said == null
                ? LOCAL_TYPES.contains(provider.providerType())
                : said == Locality.LOCAL;
    }

    private static Timeouts timeouts(Provider provider, TimeLimits route) {
        var own = provider.timeouts();
        var usual = Timeouts.defaults();
        var connect = first(route.connect(), own.connect(), usual.connect());
        var head = Duration.ofSeconds(provider.network().requestTimeoutSeconds());
        return new Timeouts(
                connect,
                connect,
                first(route.firstByte(), own.firstByte(), head),
                first(route.firstToken(), own.firstToken(), usual.firstToken()),
                first(route.idle(), own.idle(), usual.idle()),
                own.total() == null ? usual.total() : own.total());
    }

    private static Duration first(
            @Nullable Duration route, @Nullable Duration provider, Duration usual) {
        return route != null ? route : Objects.requireNonNullElse(provider, usual);
    }

    /// How calls stand in traces.
    ///
    /// @param vendor as spans name it
    /// @param told whether the one that is called is told of the trace
    public record Traced(String vendor, boolean told) {}

    /// How often a failed call is repeated.
    ///
    /// @param most repetitions; 0 means none
    /// @param first longest pause before the first repetition
    /// @param longest longest pause at all
    /// @param multiplier how much longer each further pause may be
    /// @param statuses that are worth a repetition
    record Retries(
            int most, Duration first, Duration longest, int multiplier, Set<Integer> statuses) {
        Retries {
            statuses = Set.copyOf(statuses);
        }

        private static Retries of(Provider provider) {
            var retry = provider.retry();
            var network = provider.network();
            return new Retries(
                    Objects.requireNonNullElse(retry.maxRetries(), network.maxRetries()),
                    Objects.requireNonNullElse(
                            retry.initialDelay(), Duration.ofSeconds(network.retryDelaySeconds())),
                    retry.maxDelay(),
                    retry.multiplier(),
                    Set.copyOf(retry.retryStatuses()));
        }

        /// Whether a failure is worth another call.
        boolean cover(Fault fault) {
            return fault instanceof Fault.Answered answered
                    ? statuses.contains(answered.status()) && !answered.isSpent()
                    : fault.mayPass();
        }
    }
}
