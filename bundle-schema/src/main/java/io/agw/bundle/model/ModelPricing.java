package io.agw.bundle.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the tokens of a model cost.
@Doc(
        "What the tokens of a model cost, in dollars for a million. Goes before the prices that the gateway ships with.")
public record ModelPricing(
        @Doc("Unique id; usage rows name the price that was applied by it.") @Identifier String id,
        @Doc("Which models at which providers have this price.") PriceMatch match,
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
                @Nullable String audioOutput,
        @Doc("Other prices for requests with more input tokens than a threshold.")
                List<PriceTier> tiers,
        @Doc(
                        "First day of the price, UTC, such as 2026-11-01; the day before, an older price of the same models holds. Absent: always.")
                @Nullable String effectiveFrom,
        @Doc("Page that says the price, for those who check it.") @Nullable String sourceUrl,
        @Doc("Day on which the price was last compared with that page.") @Nullable String verified,
        @Doc("A disabled price is not used.") @Default("false") boolean disabled,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject, TokenRates {
    public ModelPricing {
        tiers = List.copyOf(tiers);
    }

    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.MODEL_PRICING, id);
    }
}
