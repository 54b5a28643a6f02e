package io.agw.server.telemetry.metrics;

import io.agw.server.dialect.conversation.TokenUsage;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;

/// Tokens of one route by part, ready to be counted up: the parts of a direction add up to it.
/// Thread-safe.
record TokenMeters(
        CounterDataPoint uncached,
        CounterDataPoint cacheRead,
        CounterDataPoint cacheWrite,
        CounterDataPoint audioInput,
        CounterDataPoint visible,
        CounterDataPoint reasoning,
        CounterDataPoint audioOutput) {
    /// @param tokens with the labels route, direction and part
    static TokenMeters of(Counter tokens, String route) {
        return new TokenMeters(
                tokens.labelValues(route, "input", "uncached"),
                tokens.labelValues(route, "input", "cache_read"),
                tokens.labelValues(route, "input", "cache_write"),
                tokens.labelValues(route, "input", "audio"),
                tokens.labelValues(route, "output", "text"),
                tokens.labelValues(route, "output", "reasoning"),
                tokens.labelValues(route, "output", "audio"));
    }

    void add(TokenUsage usage) {
        add(uncached, usage.uncachedInput());
        add(cacheRead, usage.cacheRead());
        add(cacheWrite, usage.cacheWrite() + usage.longCacheWrite());
        add(audioInput, usage.audioInput());
        add(visible, usage.visibleOutput());
        add(reasoning, usage.reasoning());
        add(audioOutput, usage.audioOutput());
    }

    private static void add(CounterDataPoint counter, long tokens) {
        if (tokens > 0) {
            counter.inc(tokens);
        }
    }
}
