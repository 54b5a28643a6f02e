package io.agw.bundle.model;

import org.jspecify.annotations.Nullable;

/// Prices of long requests: all tokens of a request beyond the threshold, not only those above it.
public record PriceTier(
        @Doc("The prices hold for requests with more input tokens than this, cached ones included.")
                @Limits(min = 1, max = 1_000_000_000)
                long aboveInputTokens,
        @Doc("Price of input tokens that are in none of the other parts.") @Name("input_per_1m_usd")
                String input,
        @Doc("Price of output tokens, thoughts included. Absent: not known.")
                @Name("output_per_1m_usd")
                @Nullable String output,
        @Doc("Price of input tokens read from the vendor's cache. Absent: not known.")
                @Name("cached_input_per_1m_usd")
                @Nullable String cachedInput,
        @Doc("Price of input tokens written to the cache for minutes. Absent: not known.")
                @Name("cache_write_per_1m_usd")
                @Nullable String cacheWrite,
        @Doc("Price of input tokens written to the cache for an hour. Absent: not known.")
                @Name("cache_write_1h_per_1m_usd")
                @Nullable String longCacheWrite,
        @Doc("Price of input tokens that are audio. Absent: not known.")
                @Name("audio_input_per_1m_usd")
                @Nullable String audioInput,
        @Doc("Price of output tokens that are audio. Absent: not known.")
                @Name("audio_output_per_1m_usd")
                @Nullable String audioOutput)
        implements TokenRates {}
