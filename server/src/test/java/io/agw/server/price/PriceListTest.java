package io.agw.server.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.upstream.TestSnapshots;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which price is found, and what it comes to.
final class PriceListTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final TokenUsage TURN = TokenUsage.of(1_500, 500);

    @Test
    void fifteenHundredTokensInAndFiveHundredOutOfSonnetAreTwelveThousandthsOfADollar() {
        var price = find("", "anthropic", "claude-sonnet-4-20250514");

        assertThat(price.id()).isEqualTo("shipped:claude-sonnet-4-2025");
        assertThat(price.cost(TURN)).hasValue(12_000_000);
    }

    @Test
    void everyPartHasItsOwnRate() {
        var price = find("", "anthropic", "claude-sonnet-4-5");

        assertThat(price.cost(new TokenUsage(1_000, 0, 0, 0, 0, 0))).hasValue(3_000_000);
        assertThat(price.cost(new TokenUsage(0, 1_000, 0, 0, 0, 0))).hasValue(300_000);
        assertThat(price.cost(new TokenUsage(0, 0, 1_000, 0, 0, 0))).hasValue(3_750_000);
        assertThat(price.cost(new TokenUsage(0, 0, 0, 1_000, 0, 0))).hasValue(6_000_000);
        assertThat(price.cost(new TokenUsage(0, 0, 0, 0, 1_000, 0))).hasValue(15_000_000);
        assertThat(price.cost(new TokenUsage(0, 0, 0, 0, 0, 1_000))).hasValue(15_000_000);
        assertThat(price.cost(new TokenUsage(1, 1, 1, 1, 1, 1))).hasValue(43_050);
    }

    @Test
    void tokensWithoutARateMakeTheCostUnknownAndNotLess() {
        var prices =
                """
                modelPricing:
                  - {id: m, match: {model: m}, input_per_1m_usd: "1"}
                """;
        var price = find(prices, "openai", "m");

        assertThat(price.cost(TokenUsage.of(7, 0))).hasValue(7_000);
        assertThat(price.cost(TokenUsage.of(7, 1))).isEmpty();
        assertThat(price.cost(new TokenUsage(7, 1, 0, 0, 0, 0))).isEmpty();
        assertThat(price.cost(new TokenUsage(7, 0, 0, 0, 1, 0, 0, 0))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200000, 0.40", "200001, 0.800004"})
    void longRequestsHaveTheirOwnRatesForAllTheirTokens(long input, String dollars) {
        var prices =
                """
                modelPricing:
                  - id: m
                    match: {model: m}
                    input_per_1m_usd: "2"
                    tiers:
                      - {above_input_tokens: 100, input_per_1m_usd: "2"}
                      - {above_input_tokens: 200000, input_per_1m_usd: "4"}
                """;
        var price = find(prices, "openai", "m");

        assertThat(price.cost(TokenUsage.of(input, 0)))
                .hasValue(new BigDecimal(dollars).movePointRight(9).longValueExact());
    }

    /// A prompt that may be long may turn out short, where the dearer rate holds.
    @Test
    void theMostIsByTheDearestRateThatMayBeMet() {
        var prices =
                """
                modelPricing:
                  - id: m
                    match: {model: m}
                    input_per_1m_usd: "2"
                    tiers:
                      - {above_input_tokens: 100, input_per_1m_usd: "1"}
                """;
        var price = find(prices, "openai", "m");

        assertThat(price.most(101, 0, false)).hasValue(202_000);
    }

    @Test
    void halfANanoDollarIsRoundedUpOnceAndASumThatIsTooLargeIsUnknown() {
        var prices =
                """
                modelPricing:
                  - {id: s, match: {model: s}, input_per_1m_usd: "0.0005", output_per_1m_usd: "0.000499"}
                  - {id: l, match: {model: l}, input_per_1m_usd: "1000000"}
                """;
        var small = find(prices, "openai", "s");
        var large = find(prices, "openai", "l");

        assertThat(small.cost(TokenUsage.of(1, 0))).hasValue(1);
        assertThat(small.cost(TokenUsage.of(0, 1))).hasValue(0);
        assertThat(small.cost(TokenUsage.of(1, 1))).hasValue(1);
        assertThat(large.cost(TokenUsage.of(9_000_000, 0))).hasValue(9_000_000_000_000_000L);
        assertThat(large.cost(TokenUsage.of(TokenUsage.ABSURD, 0))).isEqualTo(OptionalLong.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "p, gpt-4o, id-exact",
        "q, gpt-4o, type-exact",
        "r, gpt-4o, any-exact",
        "p, gpt-4o-mini, long-pattern",
        "q, gpt-5, id-pattern",
        "p, gpt-5, type-pattern",
        "r, gpt-5, any-pattern",
        "r, claude-haiku-4-5, shipped:claude-haiku-4-5",
        "p, claude-haiku-4-5, ",
        "gone, gpt-5, any-pattern",
        "gone, x, "
    })
    void aModelsOwnPriceGoesBeforePatternsAndTheBundlesBeforeTheShipped(
            String provider, String model, @Nullable String expected) {
        var snapshot =
                TestSnapshots.of(
                        """
                        providers:
                          - {id: p, provider_type: openai}
                          - {id: q, provider_type: openai}
                          - {id: r, provider_type: anthropic}
                        modelPricing:
                          - {id: any-pattern, match: {model: "gpt-*"}, input_per_1m_usd: "1"}
                          - {id: type-pattern, match: {provider_type: openai, model: "gpt-*"}, input_per_1m_usd: "1"}
                          - {id: id-pattern, match: {provider_id: q, model: "gpt-*"}, input_per_1m_usd: "1"}
                          - {id: long-pattern, match: {model: "gpt-4*"}, input_per_1m_usd: "1"}
                          - {id: any-exact, match: {model: gpt-4o}, input_per_1m_usd: "1"}
                          - {id: type-exact, match: {provider_type: openai, model: gpt-4o}, input_per_1m_usd: "1"}
                          - {id: id-exact, match: {provider_id: p, model: gpt-4o}, input_per_1m_usd: "1"}
                          - {id: off, disabled: true, match: {provider_id: p, model: gpt-4o-mini}, input_per_1m_usd: "1"}
                        """);

        var price = snapshot.prices().find(provider, model, NOW);

        assertThat(price == null ? null : price.id()).isEqualTo(expected);
    }

    @Test
    void aPriceHoldsFromItsDayOnAndTheOneBeforeUntilThen() {
        var prices =
                """
                providers:
                  - {id: p, provider_type: openai}
                modelPricing:
                  - {id: a-first, match: {model: m}, input_per_1m_usd: "3"}
                  - {id: b-second, match: {model: m}, input_per_1m_usd: "2", effective_from: 2026-11-01}
                  - {id: c-third, match: {model: m}, input_per_1m_usd: "1", effective_from: 2027-01-01}
                """;
        var list = TestSnapshots.of(prices).prices();

        assertThat(id(list.find("p", "m", Instant.parse("2026-10-31T23:59:59Z"))))
                .isEqualTo("a-first");
        assertThat(id(list.find("p", "m", Instant.parse("2026-11-01T00:00:00Z"))))
                .isEqualTo("b-second");
        assertThat(id(list.find("p", "m", Instant.parse("2027-06-01T00:00:00Z"))))
                .isEqualTo("c-third");
    }

    @Test
    void aVersionChangesWithTheFiguresAndWithNothingElse() {
        var one = find(one("3", "a page"), "openai", "m");
        var same = find(one("3.00", "another page"), "openai", "m");
        var other = find(one("3.01", "a page"), "openai", "m");

        assertThat(one.version()).matches("[0-9a-f]{8}").isEqualTo(same.version());
        assertThat(other.version()).isNotEqualTo(one.version());
    }

    private static String one(String input, String page) {
        return "modelPricing:\n- {id: m, match: {model: m}, input_per_1m_usd: \"%s\", source_url: %s}\n"
                .formatted(input, page);
    }

    private static Price find(String sections, String type, String model) {
        var provider = "providers:\n  - {id: p, provider_type: " + type + "}\n";
        return Objects.requireNonNull(
                TestSnapshots.of(provider + sections).prices().find("p", model, NOW));
    }

    private static @Nullable String id(@Nullable Price price) {
        return price == null ? null : price.id();
    }
}
