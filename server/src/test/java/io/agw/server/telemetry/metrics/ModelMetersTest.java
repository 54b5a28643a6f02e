package io.agw.server.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.TokenUsage;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The meters that dashboards of model gateways share: their names and labels are a contract.
final class ModelMetersTest {
    private static final Pattern LINE = Pattern.compile("^(llm_[a-z_]+)\\{([^}]*)} .*$");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    private final Meters meters = new Meters();
    private final ModelMeters models = new ModelMeters(meters.registry());

    private static ServedTurn turn(String model, String outcome, @Nullable String code) {
        return new ServedTurn(
                "acme",
                model,
                outcome,
                code,
                2_000_000_000,
                300_000_000,
                new TokenUsage(10, 0, 0, 0, 0, 20, 0, 0),
                1_500_000_000,
                code == null ? "hit" : "miss");
    }

    @Test
    void namesAndLabelsAreThese() {
        models.finished(turn("gpt-x", "ok", null));
        models.finished(turn("gpt-x", "truncated", "upstream_reset"));

        var labels =
                meters.text()
                        .lines()
                        .map(LINE::matcher)
                        .filter(line -> line.matches())
                        .collect(
                                Collectors.toMap(
                                        line -> line.group(1),
                                        line ->
                                                LABEL.matcher(line.group(2))
                                                        .results()
                                                        .map(label -> label.group(1))
                                                        .filter(label -> !label.equals("le"))
                                                        .sorted()
                                                        .collect(Collectors.joining(",")),
                                        (one, _) -> one,
                                        TreeMap::new));

        assertThat(labels)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("llm_requests_total", "model,provider,status"),
                                Map.entry(
                                        "llm_request_duration_seconds_bucket",
                                        "model,provider,status"),
                                Map.entry(
                                        "llm_request_duration_seconds_count",
                                        "model,provider,status"),
                                Map.entry(
                                        "llm_request_duration_seconds_sum",
                                        "model,provider,status"),
                                Map.entry(
                                        "llm_time_to_first_token_seconds_bucket", "model,provider"),
                                Map.entry(
                                        "llm_time_to_first_token_seconds_count", "model,provider"),
                                Map.entry("llm_time_to_first_token_seconds_sum", "model,provider"),
                                Map.entry("llm_tokens_total", "direction,model,provider"),
                                Map.entry("llm_cost_usd_total", "model,provider"),
                                Map.entry("llm_errors_total", "error_type,provider"),
                                Map.entry("llm_cache_hits_total", "model,provider"),
                                Map.entry("llm_cache_misses_total", "model,provider")));
    }

    @Test
    void whatATurnUsedIsCounted() {
        models.finished(turn("gpt-x", "ok", null));
        models.finished(turn("gpt-x", "truncated", "upstream_reset"));

        assertThat(meters.text())
                .contains("llm_requests_total{model=\"gpt-x\",provider=\"acme\",status=\"ok\"} 1.0")
                .contains(
                        "llm_requests_total{model=\"gpt-x\",provider=\"acme\",status=\"truncated\"} 1.0")
                .contains(
                        "llm_tokens_total{direction=\"input\",model=\"gpt-x\",provider=\"acme\"} 20.0")
                .contains(
                        "llm_tokens_total{direction=\"output\",model=\"gpt-x\",provider=\"acme\"} 40.0")
                .contains("llm_cost_usd_total{model=\"gpt-x\",provider=\"acme\"} 3.0")
                .contains("llm_errors_total{error_type=\"upstream_reset\",provider=\"acme\"} 1.0")
                .contains("llm_cache_hits_total{model=\"gpt-x\",provider=\"acme\"} 1.0")
                .contains(
                        "llm_time_to_first_token_seconds_bucket{model=\"gpt-x\",provider=\"acme\",le=\"0.25\"} 0")
                .contains(
                        "llm_time_to_first_token_seconds_bucket{model=\"gpt-x\",provider=\"acme\",le=\"0.5\"} 2");
    }

    @Test
    void modelsThatClientsMakeUpAreBounded() {
        for (int i = 0; i < 2 * ModelMeters.MOST; i++) {
            models.finished(turn("made-up-" + i, "ok", null));
        }

        var requests =
                meters.text()
                        .lines()
                        .filter(line -> line.startsWith("llm_requests_total{"))
                        .toList();
        assertThat(requests).hasSize(ModelMeters.MOST + 1);
        assertThat(requests)
                .contains(
                        "llm_requests_total{model=\"_other\",provider=\"acme\",status=\"ok\"} "
                                + ModelMeters.MOST
                                + ".0");
        assertThat(Stream.of(meters.text()).filter(text -> text.contains("user"))).isEmpty();
    }
}
