package io.agw.server.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.catalogue.PriceCatalogue;
import io.agw.bundle.model.ModelPricing;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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

        assertThat(
                        prices.stream()
                                .map(each -> List.of(each.match(), from(each)))
                                .collect(Collectors.toSet()))
                .hasSameSizeAs(prices);
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, claude-opus-4-20250514, 45000000",
        "anthropic, claude-opus-4-1, 45000000",
        "anthropic, claude-opus-4-5-20251101, 15000000",
        "anthropic, claude-opus-5, 15000000",
        "anthropic, claude-opus-5-5, 12000000",
        "anthropic, claude-sonnet-4-20250514, 9000000",
        "anthropic, claude-sonnet-4-6, 9000000",
        "anthropic, claude-sonnet-5, 6000000",
        "anthropic, claude-sonnet-5-5, 6000000",
        "anthropic, claude-haiku-5-5, 300000",
        "anthropic, claude-fable-5-1, 30000000",
        "anthropic, claude-haiku-4-5-20251001, 3000000",
        "anthropic, claude-3-haiku-20240307, 750000",
        "openai, gpt-4o, 6250000",
        "openai, gpt-4o-mini, 375000",
        "openai, gpt-4o-2024-05-13, 10000000",
        "openai, gpt-4o-2024-11-20, 6250000",
        "openai, gpt-4.1, 5000000",
        "openai, gpt-4.1-mini, 1000000",
        "openai, gpt-5, 5625000",
        "openai, gpt-5-2025-08-07, 5625000",
        "openai, gpt-5-mini, 1125000",
        "openai, gpt-5-nano, 225000",
        "openai, gpt-5-pro, 67500000",
        "openai, gpt-5-codex, 5625000",
        "openai, gpt-5.1-2025-11-13, 5625000",
        "openai, gpt-5.4, 8750000",
        "openai, gpt-5.5, 17500000",
        "openai, gpt-5.6-luna, 700000",
        "openai, o4-mini, 2750000",
        "gemini, gemini-2.5-pro, 5625000",
        "gemini, gemini-2.5-flash-lite, 250000",
        "gemini, gemini-3.1-pro-preview, 7000000",
        "vertex, gemini-2.5-flash, 1400000",
        "bedrock, global.anthropic.claude-sonnet-4-5-20250929-v1:0, 9000000",
        "bedrock, eu.anthropic.claude-sonnet-4-5-20250929-v1:0, 9900000",
        "mistral, mistral-large-2512, 1000000",
        "groq, openai/gpt-oss-120b, 375000",
        "xai, grok-3-mini, 400000",
        "deepseek, deepseek-v4-flash, 210000",
        "ollama, qwen3, 0",
        "echo, anything, 0"
    })
    void halfInHalfOutOfAThousandTokens(String type, String model, long nanos) {
        assertThat(price(type, model).cost(TokenUsage.of(500, 500))).hasValue(nanos);
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, claude-haiku-5-5, 100000, 10000000, 50000000",
        "anthropic, claude-sonnet-4-5, 200000, 600000000, 1200000000",
        "openai, gpt-5.4, 272000, 680000000, 1360000000",
        "gemini, gemini-2.5-pro, 200000, 250000000, 500000000",
    })
    void longPromptsHaveTheirOwnPrices(
            String type, String model, long most, long before, long behind) {
        var price = price(type, model);

        assertThat(price.cost(TokenUsage.of(most, 0))).hasValue(before);
        long more = price.cost(TokenUsage.of(most + 1, 0)).orElseThrow();
        assertThat(more).isBetween(behind, behind + 10_000);
    }

    @Test
    void whatIsCachedWrittenOrSpokenHasItsPrice() {
        var cached = new TokenUsage(0, 1000, 1000, 1000, 0, 0, 0, 0);
        var spoken = new TokenUsage(0, 0, 0, 0, 1000, 0, 0, 1000);

        assertThat(price("anthropic", "claude-sonnet-5-5").cost(cached)).hasValue(6_600_000);
        assertThat(price("openai", "gpt-audio").cost(spoken)).hasValue(96_000_000);
        assertThat(price("openai", "text-embedding-3-small").cost(TokenUsage.of(1000, 0)))
                .hasValue(20_000);
    }

    @Test
    void aPromotionEndsOnItsDay() {
        var snapshot = snapshot("gemini");
        var asked = TokenUsage.of(1000, 0);

        assertThat(found(snapshot, "gemini-3.7-flash", "2026-12-31T23:59:59Z").cost(asked))
                .hasValue(750_000);
        assertThat(found(snapshot, "gemini-3.7-flash", "2027-01-01T00:00:00Z").cost(asked))
                .hasValue(1_500_000);
    }

    @Test
    void documentationNamesTheDay() throws IOException {
        assertThat(Files.readString(Path.of("../docs/prices.md")))
                .contains("prices-" + PriceCatalogue.DAY + ".yaml");
    }

    private static Price price(String type, String model) {
        return found(snapshot(type), model, Instant.now().toString());
    }

    private static Price found(Snapshot snapshot, String model, String at) {
        return Objects.requireNonNull(snapshot.prices().find("p", model, Instant.parse(at)));
    }

    private static Snapshot snapshot(String type) {
        var needed =
                switch (type) {
                    case "azure-openai" -> ", base_url: 'https://acme.openai.azure.com'";
                    case "bedrock" -> ", options: {region: eu-central-1}";
                    case "vertex" -> ", options: {project: acme-project}";
                    default -> "";
                };
        return TestSnapshots.of("providers:\n  - {id: p, provider_type: " + type + needed + "}\n");
    }

    private static String from(ModelPricing pricing) {
        return Objects.requireNonNullElse(pricing.effectiveFrom(), "");
    }

    @ParameterizedTest
    @CsvSource({
        "openai, gpt-99",
        "anthropic, claude-opus-99",
        "anthropic, claude-sonnet-6",
        "openai, gpt-5-9",
        "openai, gpt-5.1-turbo",
        "openrouter, claude-sonnet-4-5",
        "azure-openai, gpt-5",
        "codex, gpt-5-codex",
        "claudecode, claude-sonnet-5",
        "vertex, claude-sonnet-4-5",
        "vllm, gpt-4o"
    })
    void whatNobodyHasLookedUpHasNoPrice(String type, String model) {
        assertThat(snapshot(type).prices().find("p", model, Instant.now())).isNull();
    }
}
