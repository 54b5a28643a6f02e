package io.agw.bundle.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What tokens cost, part by part: dollars for a million, as decimal text. Null is a price that is
/// not known, which is not the same as nothing. Parts do not overlap; thoughts cost what the rest
/// of an answer costs.
public sealed interface TokenRates permits ModelPricing, PriceTier {
    /// Tokens of the prompt that are in none of the other parts.
    String input();

    @Nullable String output();

    /// Tokens of the prompt that the vendor read from its cache.
    @Nullable String cachedInput();

    /// Tokens of the prompt that it wrote to its cache for minutes.
    @Nullable String cacheWrite();

    /// Tokens of the prompt that it wrote to its cache for an hour.
    @Nullable String longCacheWrite();

    @Nullable String audioInput();

    @Nullable String audioOutput();

    /// The rates that are given, by their names in documents.
    default Map<String, String> given() {
        var given = new LinkedHashMap<String, String>();
        given.put("input_per_1m_usd", input());
        put(given, "output_per_1m_usd", output());
        put(given, "cached_input_per_1m_usd", cachedInput());
        put(given, "cache_write_per_1m_usd", cacheWrite());
        put(given, "cache_write_1h_per_1m_usd", longCacheWrite());
        put(given, "audio_input_per_1m_usd", audioInput());
        put(given, "audio_output_per_1m_usd", audioOutput());
        return given;
    }

    private static void put(Map<String, String> given, String name, @Nullable String rate) {
        if (rate != null) {
            given.put(name, rate);
        }
    }
}
