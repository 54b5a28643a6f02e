package io.agw.server.price;

import io.agw.bundle.catalogue.PriceTable;
import io.agw.bundle.model.ModelPricing;
import io.agw.server.dialect.conversation.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/// One price, ready to be applied. Immutable.
///
/// @param id the name that usage rows hold
/// @param version changes when a figure or a day does, and with nothing else
/// @param since when it begins to hold
/// @param tiers rates of longer requests, the longest first
public record Price(String id, String version, Instant since, Rates rates, List<Tier> tiers) {
    private static final int VERSION_BYTES = 4;

    public Price {
        tiers = List.copyOf(tiers);
    }

    /// @param pricing one that is valid
    static Price of(String id, ModelPricing pricing) {
        var since = PriceTable.since(pricing);
        var rates = Rates.of(pricing);
        var tiers =
                pricing.tiers().reversed().stream()
                        .map(tier -> new Tier(tier.aboveInputTokens(), Rates.of(tier)))
                        .toList();
        return new Price(id, version(since + " " + rates + " " + tiers), since, rates, tiers);
    }

    private static String version(String figures) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(figures.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Nano-dollars; empty when there are tokens whose rate is not known.
    public OptionalLong cost(TokenUsage usage) {
        for (var tier : tiers) {
            if (usage.input() > tier.above()) {
                return tier.rates().cost(usage);
            }
        }
        return rates.cost(usage);
    }

    /// Nano-dollars that so many tokens cost at most, whatever parts they are; empty when that is
    /// not known.
    ///
    /// @param cached whether parts of the prompt may be written to a cache, which costs more
    public OptionalLong most(long input, long output, boolean cached) {
        var most = rates.most(input, output, cached);
        for (var tier : tiers) {
            if (input > tier.above()) {
                var ofTier = tier.rates().most(input, output, cached);
                if (most.isEmpty() || ofTier.isEmpty()) {
                    return OptionalLong.empty();
                }
                most = OptionalLong.of(Math.max(most.getAsLong(), ofTier.getAsLong()));
            }
        }
        return most;
    }

    /// Rates of requests with more input tokens than `above`.
    record Tier(long above, Rates rates) {}
}
