package io.agw.server.plane.llm;

import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.telemetry.Span;

/// Tokens as attributes of a span, by OpenTelemetry's names of generation 1.41. The totals include
/// their parts; parts that are zero are left out.
final class UsageAttributes {
    private UsageAttributes() {}

    static void put(Span span, TokenUsage usage) {
        span.put("gen_ai.usage.input_tokens", usage.input())
                .put("gen_ai.usage.output_tokens", usage.output());
        part(span, "gen_ai.usage.cache_read.input_tokens", usage.cacheRead());
        part(
                span,
                "gen_ai.usage.cache_creation.input_tokens",
                usage.cacheWrite() + usage.longCacheWrite());
        part(span, "gen_ai.usage.reasoning.output_tokens", usage.reasoning());
    }

    private static void part(Span span, String name, long tokens) {
        if (tokens > 0) {
            span.put(name, tokens);
        }
    }
}
