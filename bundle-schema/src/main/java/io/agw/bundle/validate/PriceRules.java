package io.agw.bundle.validate;

import io.agw.bundle.model.ModelPricing;
import io.agw.bundle.model.NamePattern;
import io.agw.bundle.model.PriceMatch;
import io.agw.bundle.model.TokenRates;
import io.agw.bundle.price.Dollars;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Prices: whom they are for, figures, days.
final class PriceRules {
    private PriceRules() {}

    static void check(ModelPricing pricing, Report report) {
        match(pricing.match(), report);
        rates(pricing, "", report);
        long before = 0;
        for (int i = 0; i < pricing.tiers().size(); i++) {
            var tier = pricing.tiers().get(i);
            if (tier.aboveInputTokens() <= before) {
                report.invalid(
                        "/tiers/" + i + "/above_input_tokens",
                        Long.toString(tier.aboveInputTokens()),
                        "more than the tier before, " + before);
            }
            before = tier.aboveInputTokens();
            rates(tier, "/tiers/" + i, report);
        }
        day(pricing.effectiveFrom(), "/effective_from", report);
        day(pricing.verified(), "/verified", report);
    }

    private static void match(PriceMatch match, Report report) {
        if (match.providerType() != null) {
            ProviderRules.type(match.providerType(), "/match/provider_type", report);
            if (match.providerId() != null) {
                report.inert("/match/provider_type", "beside provider_id");
            }
        }
        if (match.model().isBlank() || !NamePattern.isWellFormed(match.model())) {
            report.invalid(
                    "/match/model", match.model(), "a model's name, " + NamePattern.EXPECTED);
        }
    }

    private static void rates(TokenRates rates, String pointer, Report report) {
        rates.given()
                .forEach((name, rate) -> {
                    if (Dollars.perThousandTokens(rate).isEmpty()) {
                        report.invalid(pointer + "/" + name, rate, Dollars.EXPECTED);
                    }
                });
    }

    private static void day(@Nullable String day, String pointer, Report report) {
        if (day != null && !isDay(day)) {
            report.invalid(pointer, day, "a day such as 2026-11-01");
        }
    }

    /// Whether a day is one; what is absent is.
    static boolean isDay(@Nullable String day) {
        if (day == null) {
            return true;
        }
        try {
            LocalDate.parse(day);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    /// What a price is for and since when, as one comparable text.
    static String subject(ModelPricing pricing) {
        var match = pricing.match();
        var provider =
                match.providerId() != null
                        ? "id " + match.providerId()
                        : match.providerType() != null
                                ? "type " + match.providerType().toLowerCase(Locale.ROOT)
                                : "any";
        return provider + " " + match.model() + " " + pricing.effectiveFrom();
    }
}
