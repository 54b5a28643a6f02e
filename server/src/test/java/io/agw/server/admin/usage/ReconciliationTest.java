package io.agw.server.admin.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.Cost;
import io.agw.store.Decisions;
import io.agw.store.Payer;
import io.agw.store.TokenCount;
import io.agw.store.UsageQueries.Entry;
import io.agw.store.UsageRecord;
import io.agw.store.UsageSource;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReconciliationTest {
    private static final Instant START = Instant.parse("2026-03-01T09:30:00Z");

    private static Entry turn(
            @Nullable String told, UsageSource source, @Nullable TokenCount tokens, long nanos) {
        return new Entry(
                1,
                new UsageRecord(
                        "r",
                        "t",
                        START,
                        START,
                        0,
                        null,
                        "chat",
                        "openai",
                        "chat_completions",
                        Payer.NOBODY,
                        "router",
                        "m",
                        "m",
                        null,
                        "ok",
                        200,
                        null,
                        false,
                        1,
                        tokens,
                        source,
                        told,
                        tokens == null ? null : new Cost(nanos, "p", "1"),
                        Decisions.NONE));
    }

    /// As vendors write them: OpenAI (chat, responses), Anthropic, Gemini, Converse, Ollama,
    /// OpenRouter, Perplexity.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{\"prompt_tokens\":10,\"completion_tokens\":5,\"prompt_tokens_details\":{\"cached_tokens\":4}} | 10 | 5 | -",
                "{\"input_tokens\":10,\"output_tokens\":5,\"input_tokens_details\":{\"cached_tokens\":4}} | 10 | 5 | -",
                "{\"input_tokens\":10,\"cache_creation_input_tokens\":3,\"cache_read_input_tokens\":4,\"output_tokens\":5} | 17 | 5 | -",
                "{\"promptTokenCount\":10,\"candidatesTokenCount\":5,\"thoughtsTokenCount\":2,\"toolUsePromptTokenCount\":1} | 11 | 7 | -",
                "{\"inputTokens\":10,\"outputTokens\":5,\"cacheReadInputTokens\":4} | 14 | 5 | -",
                "{\"prompt_eval_count\":10,\"eval_count\":5} | 10 | 5 | -",
                "{\"prompt_tokens\":10,\"completion_tokens\":5,\"cost\":0.00042} | 10 | 5 | 0.00042",
                "{\"prompt_tokens\":10,\"completion_tokens\":5,\"cost\":{\"total_cost\":0.006}} | 10 | 5 | 0.006",
                "{} | - | - | -",
            })
    void whatVendorsTellIsRead(
            String told,
            @Nullable Long input,
            @Nullable Long output,
            @Nullable BigDecimal dollars) {
        assertThat(ToldNumbers.of(told)).isEqualTo(new ToldNumbers(input, output, dollars));
    }

    @Test
    void whatIsNoObjectTellsNothing() {
        assertThat(ToldNumbers.of(null)).isNull();
        assertThat(ToldNumbers.of("[1]")).isNull();
        assertThat(ToldNumbers.of("{\"cut\": 1")).isNull();
    }

    @Test
    void linesCompareWhatBothSidesKnow() {
        var report = new Reconciliation();
        var tokens = new TokenCount(10, 0, 0, 0, 0, 5, 0, 0);
        report.add(
                turn(
                        "{\"prompt_tokens\":10,\"completion_tokens\":5,\"cost\":0.000002}",
                        UsageSource.REPORTED,
                        tokens,
                        1_500));
        report.add(
                turn(
                        "{\"prompt_tokens\":999,\"completion_tokens\":5}",
                        UsageSource.REJECTED,
                        tokens,
                        1_500));
        report.add(turn(null, UsageSource.ESTIMATED, tokens, 1_500));
        report.add(turn(null, UsageSource.REPORTED, null, 0));

        var lines = report.lines();

        assertThat(lines).hasSize(1);
        var line = lines.getFirst();
        assertThat(line.path("requests").asInt()).isEqualTo(4);
        assertThat(line.path("reported").asInt()).isEqualTo(1);
        assertThat(line.path("estimated").asInt()).isEqualTo(1);
        assertThat(line.path("rejected").asInt()).isEqualTo(1);
        assertThat(line.path("unknown").asInt()).isEqualTo(1);
        assertThat(line.path("compared").asInt()).isEqualTo(2);
        assertThat(line.path("input_tokens").asInt()).isEqualTo(20);
        assertThat(line.path("told_input_tokens").asInt()).isEqualTo(1_009);
        assertThat(line.path("told_output_tokens").asInt()).isEqualTo(10);
        assertThat(line.path("cost_compared").asInt()).isEqualTo(1);
        assertThat(line.path("cost_usd").asString()).isEqualTo("0.0000015");
        assertThat(line.path("told_cost_usd").asString()).isEqualTo("0.000002");
        assertThat(line.path("difference_usd").asString()).isEqualTo("-0.0000005");
        assertThat(Reconciliation.COLUMNS).containsAll(line.propertyNames());
    }
}
