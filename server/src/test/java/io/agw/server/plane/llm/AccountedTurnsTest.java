package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import io.agw.store.Cost;
import io.agw.store.SpanAttribute;
import io.agw.store.TokenCount;
import io.agw.store.UsageSource;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What usage rows say of tokens and money.
@Timeout(30)
final class AccountedTurnsTest {
    private static final String CHAT =
            "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAM =
            "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true}";
    private static final String TOLD =
            "{\"prompt_tokens\":19,\"completion_tokens\":10,\"total_tokens\":29}";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.openAi());
        use("openai", "");
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    private void use(String type, String prices) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: fake
                            provider_type: %s
                            api_key: sk-upstream
                            base_url: %s
                            network: {request_timeout_seconds: 1, max_retries: 0}
                        llmRoutes:
                          - id: chat
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            expose_metadata: true
                            target_policy: {provider_id: fake}
                        %s
                        """
                                .formatted(type, gateway.upstream.baseUrl(), prices)));
    }

    private static String price(String figures) {
        return """
        modelPricing:
          - {id: ours, match: {provider_id: fake, model: "*"}, %s}
        """
                .formatted(figures);
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, STREAM})
    void theProvidersOwnNumbersStandBesideOursToTheByte(String request) throws IOException {
        use("openai", price("input_per_1m_usd: \"3\", output_per_1m_usd: \"15\""));

        gateway.chat(request);

        var row = gateway.usage();
        assertThat(row.providerUsage()).isEqualTo(TOLD);
        assertThat(row.tokens()).isEqualTo(new TokenCount(19, 0, 0, 0, 0, 10, 0, 0));
        assertThat(row.source()).isEqualTo(UsageSource.REPORTED);
        assertThat(row.upstreamModel()).isEqualTo("gpt-x");
        assertThat(row.cost())
                .extracting(Cost::nanoDollars, Cost::priceId)
                .containsExactly(207_000L, "ours");
    }

    @Test
    void aClientIsToldWhatAWholeAnswerCostAndHowLongItTook() throws IOException {
        use("openai", price("input_per_1m_usd: \"3\", output_per_1m_usd: \"15\""));

        assertThat(gateway.chat(CHAT).headers())
                .containsEntry("x-agw-cost-usd", "0.000207")
                .hasEntrySatisfying("x-agw-latency-ms", ms -> assertThat(ms).matches("\\d+"));
        assertThat(gateway.chat(STREAM).headers())
                .doesNotContainKeys("x-agw-cost-usd", "x-agw-latency-ms");
        use("openai", "");
        assertThat(gateway.chat(CHAT).headers())
                .containsKey("x-agw-latency-ms")
                .doesNotContainKey("x-agw-cost-usd");
    }

    @ParameterizedTest
    @CsvSource({"default, true", "on_demand, true", "priority, false", "flex, false"})
    void whatIsNotServedAsUsualHasNoKnownCost(String tier, boolean known) throws IOException {
        use("openai", price("input_per_1m_usd: \"3\", output_per_1m_usd: \"15\""));
        var usage = "\"service_tier\":\"" + tier + "\",\"usage\":" + TOLD;
        gateway.upstream.then(
                Behaviours.json(200, "{\"id\":\"c\",\"choices\":[{\"index\":0}]," + usage + "}"));

        gateway.chat(CHAT);
        assertThat(gateway.usage().cost() != null).isEqualTo(known);
        assertThat(gateway.usage().inputTokens()).isEqualTo(19);

        gateway.upstream.then(
                Behaviours.events(
                        Behaviours.chunk("a"),
                        Behaviours.finish(),
                        "data: {\"id\":\"c\",\"choices\":[]," + usage + "}\n\n",
                        "data: [DONE]\n\n"));
        gateway.chat(STREAM);
        assertThat(gateway.usage().cost() != null).isEqualTo(known);
        assertThat(gateway.usage().inputTokens()).isEqualTo(19);
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, STREAM})
    void translatedAnswersAreAccountedForInTheUpstreamsWords(String request) throws IOException {
        gateway.upstream.then(AnthropicBehaviours.messages());
        use("anthropic", "");

        gateway.chat(request.replace("gpt-x", "claude-sonnet-4-5"));

        var row = gateway.usage();
        assertThat(row.source()).isEqualTo(UsageSource.REPORTED);
        assertThat(row.inputTokens()).isEqualTo(60);
        assertThat(row.providerUsage()).startsWith("{\"input_tokens\":10,").endsWith("}");
        assertThat(row.cost()).extracting(Cost::priceId).isEqualTo("shipped:claude-sonnet-4-5");
        assertThat(attributes("chat claude-sonnet-4-5"))
                .containsEntry("gen_ai.usage.input_tokens", "60")
                .containsEntry("gen_ai.usage.cache_read.input_tokens", "20")
                .containsEntry("gen_ai.usage.cache_creation.input_tokens", "30")
                .containsEntry("gen_ai.usage.output_tokens", "7")
                .doesNotContainKey("gen_ai.usage.reasoning.output_tokens");
    }

    @Test
    void whatAnthropicTellsInTwoPiecesIsKeptInTwoLines() throws IOException {
        gateway.upstream.then(AnthropicBehaviours.messages());
        use("anthropic", "");

        gateway.chat(STREAM);

        assertThat(gateway.usage().providerUsage())
                .isEqualTo(
                        "{\"input_tokens\":10,\"cache_creation_input_tokens\":30,\"cache_read_input_tokens\":20,\"output_tokens\":1}\n{\"output_tokens\":7}");
    }

    @Test
    void costIsUnknownWithoutAPriceAndNothingWhereThePriceIsNothing() throws IOException {
        gateway.chat(CHAT);
        assertThat(gateway.usage().cost()).isNull();
        assertThat(attributes("POST /v1/chat/completions"))
                .containsEntry("agw.cost.usd", "unknown")
                .doesNotContainKey("agw.usage.source");

        use("openai", price("input_per_1m_usd: \"0\", output_per_1m_usd: \"0\""));
        gateway.chat(CHAT);
        assertThat(gateway.usage().cost()).extracting(Cost::nanoDollars).isEqualTo(0L);
        assertThat(attributes("POST /v1/chat/completions")).containsEntry("agw.cost.usd", "0");
    }

    @Test
    void rowsKeepThePriceOfTheirDay() throws IOException {
        use("openai", price("input_per_1m_usd: \"1\", output_per_1m_usd: \"1\""));
        gateway.chat(CHAT);
        var before = Objects.requireNonNull(gateway.usage().cost());
        use("openai", price("input_per_1m_usd: \"2\", output_per_1m_usd: \"2\""));
        gateway.chat(CHAT);
        var after = Objects.requireNonNull(gateway.usage().cost());

        assertThat(before.nanoDollars()).isEqualTo(29_000);
        assertThat(after.nanoDollars()).isEqualTo(58_000);
        assertThat(after.priceId()).isEqualTo(before.priceId());
        assertThat(after.priceVersion()).isNotEqualTo(before.priceVersion());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt_tokens\":-1,\"completion_tokens\":10}",
                "{\"prompt_tokens\":1e18,\"completion_tokens\":10}",
                "{\"prompt_tokens\":1000000000000000000,\"completion_tokens\":10}",
                "{\"prompt_tokens\":19,\"completion_tokens\":10,\"prompt_tokens_details\":{\"cached_tokens\":-5}}",
                "{\"prompt_tokens\":19}"
            })
    void absurdNumbersAreKeptAsSaidAndNotAsFact(String usage) throws IOException {
        gateway.upstream.then(Behaviours.json(200, Behaviours.COMPLETION.replace(TOLD, usage)));

        gateway.chat(CHAT);

        var row = gateway.usage();
        assertThat(row.source()).isEqualTo(UsageSource.REJECTED);
        assertThat(row.providerUsage()).isEqualTo(usage);
        assertThat(row.inputTokens()).isBetween(0L, 100L);
        assertThat(row.outputTokens()).isBetween(0L, 100L);
        assertThat(attributes("POST /v1/chat/completions"))
                .containsEntry("agw.usage.source", "rejected");
    }

    @Test
    void absurdNumbersOfAStreamThatIsTranslatedAreNoFactEither() throws IOException {
        gateway.upstream.then(
                Behaviours.events(
                        AnthropicBehaviours.STREAM.stream()
                                .map(event ->
                                        event.replace(
                                                "\"output_tokens\":7", "\"output_tokens\":-7"))
                                .toArray(String[]::new)));
        use("anthropic", "");

        gateway.chat(STREAM);

        assertThat(gateway.usage().source()).isEqualTo(UsageSource.REJECTED);
        assertThat(gateway.usage().providerUsage()).endsWith("{\"output_tokens\":-7}");
    }

    @Test
    void anUpstreamThatSaysTooMuchIsNotQuoted() throws IOException {
        var usage = TOLD.replace("}", ",\"x\":\"" + "y".repeat(3_000) + "\"}");
        gateway.upstream.then(Behaviours.json(200, Behaviours.COMPLETION.replace(TOLD, usage)));

        gateway.chat(CHAT);

        assertThat(gateway.usage().providerUsage()).isNull();
        assertThat(gateway.usage().source()).isEqualTo(UsageSource.REPORTED);
        assertThat(gateway.usage().inputTokens()).isEqualTo(19);
    }

    @Test
    void anUpstreamThatSaysNothingIsEstimated() throws IOException {
        gateway.upstream.then(
                Behaviours.json(200, Behaviours.COMPLETION.replace(",\"usage\":" + TOLD, "")));

        gateway.chat(CHAT);

        assertThat(gateway.usage().source()).isEqualTo(UsageSource.ESTIMATED);
        assertThat(gateway.usage().providerUsage()).isNull();
    }

    @Test
    void moneyAndTokensAreMetered() throws IOException {
        use("openai", price("input_per_1m_usd: \"3\", output_per_1m_usd: \"15\""));
        gateway.chat(CHAT);
        use("openai", "");
        gateway.chat(CHAT);

        assertThat(gateway.meters().lines())
                .contains(
                        "agw_cost_usd_total{route=\"chat\"} 2.07E-4",
                        "agw_unpriced_requests_total{route=\"chat\"} 1.0",
                        "agw_tokens_total{direction=\"input\",part=\"uncached\",route=\"chat\"} 38.0",
                        "agw_tokens_total{direction=\"output\",part=\"text\",route=\"chat\"} 20.0");
    }

    private Map<String, String> attributes(String span) {
        return gateway.spans().stream()
                .filter(record -> record.name().equals(span))
                .flatMap(record -> record.attributes().stream())
                .collect(
                        Collectors.toMap(
                                SpanAttribute::key,
                                attribute ->
                                        switch (attribute) {
                                            case SpanAttribute.Text(_, var text) -> text;
                                            case SpanAttribute.Int(_, var number) ->
                                                    Long.toString(number);
                                        }));
    }
}
