package io.agw.server.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.upstream.TestSnapshots;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The prices that the gateway ships with.
final class PriceCatalogueTest {
    @Test
    void everyPriceIsForOneTypeOfProviderAndSaysWhereItIsFromUnlessItIsNothing() {
        assertThat(PriceCatalogue.shipped().prices())
                .isNotEmpty()
                .allSatisfy(pricing -> {
                    assertThat(pricing.match().providerType()).isNotNull();
                    assertThat(pricing.sourceUrl() != null || pricing.input().equals("0"))
                            .as(pricing.id())
                            .isTrue();
                });
    }

    @Test
    void noTwoAreForTheSameModels() {
        var prices = PriceCatalogue.shipped().prices();

        assertThat(prices.stream().map(pricing -> pricing.match()).collect(Collectors.toSet()))
                .hasSameSizeAs(prices);
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, claude-opus-4-20250514, 45000000",
        "anthropic, claude-opus-4-1, 45000000",
        "anthropic, claude-opus-4-5-20251101, 15000000",
        "anthropic, claude-sonnet-4-6, 9000000",
        "anthropic, claude-haiku-4-5-20251001, 3000000",
        "anthropic, claude-3-haiku-20240307, 750000",
        "openai, gpt-4o, 6250000",
        "openai, gpt-4o-mini, 375000",
        "openai, gpt-4.1, 5000000",
        "ollama, qwen3, 0",
        "echo, anything, 0"
    })
    void halfInHalfOutOfAThousandTokens(String type, String model, long nanos) {
        var snapshot = TestSnapshots.of("providers:\n  - {id: p, provider_type: " + type + "}\n");
        var price = Objects.requireNonNull(snapshot.prices().find("p", model, Instant.now()));

        assertThat(price.cost(TokenUsage.of(500, 500))).hasValue(nanos);
    }

    @ParameterizedTest
    @CsvSource({
        "openai, gpt-99",
        "anthropic, claude-opus-99",
        "openrouter, claude-sonnet-4-5",
        "vllm, gpt-4o"
    })
    void whatNobodyHasLookedUpHasNoPrice(String type, String model) {
        var snapshot = TestSnapshots.of("providers:\n  - {id: p, provider_type: " + type + "}\n");

        assertThat(snapshot.prices().find("p", model, Instant.now())).isNull();
    }
}
