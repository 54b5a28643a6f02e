package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What a whole gateway answers about the traffic that it had.
@Timeout(60)
final class UsageApiTest {
    private static final String BUNDLE =
            """
            apiVersion: gateway.agw/v1alpha1
            kind: GatewayBundle
            providers:
            - {id: echo, provider_type: echo}
            modelPricing:
            - {id: x, match: {provider_id: echo, model: gpt-x}, input_per_1m_usd: "1000", output_per_1m_usd: "2000"}
            llmRoutes:
            - {id: chat, protocol: openai, target_policy: {type: direct-provider, provider_id: echo}}
            teams:
            - {id: red}
            virtualKeys:
            - {id: one, team: red, allowed_route_ids: [chat]}
            - {id: two, allowed_route_ids: [chat]}
            agents:
            - {id: crawler, name: Crawler}
            """;

    private RunningGateway gateway;

    @BeforeEach
    void start(@TempDir Path folder) {
        gateway = RunningGateway.start(folder, Map.of());
        var applied = gateway.admin("POST", "/admin/bundle/apply", BUNDLE);
        assertThat(applied.status()).as(applied.text()).isEqualTo(200);
        for (var model : List.of("gpt-x", "gpt-x", "gpt-y")) {
            assertThat(gateway.chat(gateway.key("one"), model).status()).isEqualTo(200);
        }
        assertThat(gateway.chat(gateway.key("two"), "gpt-y").status()).isEqualTo(200);
        assertThat(gateway.chat("vk-wrong", "gpt-x").status()).isEqualTo(401);
        new UsageRows(folder).await(5);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private JsonNode get(String path) {
        var answer = gateway.admin("GET", path, "");
        assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void theSummaryIsWhatTheRowsAddUpTo() {
        var sum = get("/admin/usage/summary");
        var rows = get("/admin/usage/events");

        assertThat(sum.path("requests").asInt()).isEqualTo(5);
        assertThat(sum.path("succeeded").asInt()).isEqualTo(4);
        assertThat(sum.path("failed").asInt()).isEqualTo(1);
        assertThat(sum.path("unpriced_requests").asInt()).isZero();
        for (var member : List.of("input_tokens", "output_tokens")) {
            assertThat(sum.path(member).asLong())
                    .isPositive()
                    .isEqualTo(
                            rows.path("items")
                                    .valueStream()
                                    .mapToLong(row -> row.path(member).asLong(0))
                                    .sum());
        }
        assertThat(new BigDecimal(sum.path("cost_usd").asString()))
                .isPositive()
                .isEqualByComparingTo(
                        rows.path("items")
                                .valueStream()
                                .map(row -> new BigDecimal(row.path("cost_usd").asString("0")))
                                .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    @ParameterizedTest
    @CsvSource({
        "virtual_key_id, one, 3",
        "virtual_key_id, two, 1",
        "model, gpt-x, 2",
        "model, gpt-y, 2",
        "team, red, 3",
        "route_id, chat, 5",
        "provider_id, echo, 4",
        "outcome, ok, 4",
        "status, 401, 1",
        "error_code, invalid_api_key, 1",
    })
    void aGroupOfABreakdownIsWhatItsFilterSelects(String group, String value, int requests) {
        var breakdown = get("/admin/usage/breakdown?group_by=" + group);
        var item =
                breakdown
                        .path("items")
                        .valueStream()
                        .filter(each -> each.path(group).asString("").equals(value))
                        .findFirst()
                        .orElseThrow();

        assertThat(item.path("requests").asInt()).isEqualTo(requests);
        assertThat(get("/admin/usage/summary?" + group + "=" + value).path("requests").asInt())
                .isEqualTo(requests);
        assertThat(get("/admin/usage/events?" + group + "=" + value).path("items"))
                .hasSize(requests);
        assertThat(
                        get("/admin/usage/breakdown?group_by=" + group + "&" + group + "=" + value)
                                .path("items"))
                .hasSize(1);
    }

    @Test
    void pagesGiveEachRequestOnceAndFollowingMissesNone() {
        var ids = new ArrayList<Long>();
        var cursor = "";
        do {
            var page = get("/admin/usage/events?limit=2" + cursor);
            page.path("items").forEach(item -> ids.add(item.path("id").asLong()));
            cursor =
                    page.has("next_cursor") ? "&cursor=" + page.path("next_cursor").asString() : "";
        } while (!cursor.isEmpty());
        assertThat(ids).hasSize(5).doesNotHaveDuplicates();

        var followed = get("/admin/usage/events?after=2");
        assertThat(followed.path("items")).hasSize(3);
        assertThat(followed.path("next_after").asLong()).isEqualTo(5);
        assertThat(get("/admin/usage/events?after=5").path("items")).isEmpty();
    }

    @Test
    void olderClientsFindTheirPathsAndWords() {
        var all = get("/admin/metrics");
        assertThat(all.at("/llm/request_count").asInt()).isEqualTo(5);
        assertThat(all.at("/llm/failure_count").asInt()).isEqualTo(1);
        assertThat(all.at("/mcp/request_count").asInt()).isZero();
        assertThat(all.at("/acp/avg_latency_ms").isNumber()).isTrue();
        assertThat(all.at("/pipeline/dropped_events").asInt()).isZero();

        var events = get("/admin/metrics/llm/events?virtual_key_id=one&logical_model=gpt-x");
        assertThat(events.path("items")).hasSize(2);
        assertThat(events.at("/items/0/total_tokens").asInt()).isPositive();
        assertThat(events.at("/items/0/llm_api").asString()).isEqualTo("openai");

        var series = get("/admin/metrics/llm/timeseries?bucket=min&group_by=upstream_model");
        assertThat(series.path("bucket").asString()).isEqualTo("minute");
        assertThat(
                        series.path("items")
                                .valueStream()
                                .mapToInt(item -> item.path("request_count").asInt())
                                .sum())
                .isEqualTo(5);

        var summary = get("/admin/metrics/interactions/summary");
        assertThat(summary.at("/items/0/group_value").asString()).isEqualTo("llm");
        assertThat(summary.at("/items/0/request_count").asInt()).isEqualTo(5);
        assertThat(get("/admin/metrics/interactions?limit=3").path("items")).hasSize(3);
        assertThat(gateway.admin("GET", "/admin/metrics/prometheus", "").text())
                .contains("agw_requests_total")
                .contains("llm_requests_total{model=\"gpt-x\",provider=\"echo\",status=\"ok\"} 2.0")
                .contains(
                        "llm_requests_total{model=\"none\",provider=\"none\",status=\"refused\"} 1.0")
                .contains("llm_errors_total{error_type=\"invalid_api_key\",provider=\"none\"} 1.0")
                .contains("llm_cost_usd_total{model=\"gpt-x\",provider=\"echo\"}")
                .doesNotContain("\"one\"");
    }

    /// The filter on what is grouped by counts.
    @Test
    void aFilterOnTheKeyOfTheGroupIsHonoured() {
        var items =
                get("/admin/metrics/llm/breakdown?group_by=virtual_key_id&virtual_key_id=two")
                        .path("items");

        assertThat(items).hasSize(1);
        assertThat(items.at("/0/group_value").asString()).isEqualTo("two");
        assertThat(items.at("/0/request_count").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/metrics/mcp/events",
                "/admin/metrics/mcp/timeseries?bucket=2d",
                "/admin/metrics/mcp/breakdown?order_by=total_tokens",
                "/admin/metrics/mcp/tools/summary",
                "/admin/metrics/acp/events?limit=0",
                "/admin/metrics/acp/timeseries",
                "/admin/metrics/acp/breakdown?order_by=total_tokens",
                "/admin/metrics/acp/summary",
                "/admin/agents/crawler/interactions",
            })
    void whatAPlaneHasNoRowsOfIsAnEmptyList(String path) {
        assertThat(get(path).path("items").isArray()).isTrue();
        assertThat(get(path).path("items")).isEmpty();
    }

    @Test
    void anAgentsUsageIsItsOwn() {
        var usage = get("/admin/agents/crawler/usage?bucket=day");

        assertThat(usage.path("agent_id").asString()).isEqualTo("crawler");
        assertThat(usage.at("/llm/items")).isEmpty();
        assertThat(usage.at("/llm/group_by").asString()).isEqualTo("upstream_model");
        assertThat(usage.at("/timeseries/llm/bucket").asString()).isEqualTo("day");
        assertThat(usage.at("/mcp/items").isArray()).isTrue();
        assertThat(gateway.admin("GET", "/admin/agents/nobody/usage", "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/usage/summary?from=yesterday",
                "/admin/usage/summary?colour=red",
                "/admin/usage/summary?format=xml",
                "/admin/usage/summary?success=perhaps",
                "/admin/usage/timeseries?bucket=0h",
                "/admin/usage/timeseries?bucket=week",
                "/admin/usage/breakdown?group_by=prompt",
                "/admin/usage/breakdown?order_by=colour",
                "/admin/usage/events?limit=1001",
                "/admin/usage/events?cursor=first",
                "/admin/usage/events?after=x",
                "/admin/usage/events?order=up",
                "/admin/metrics/llm/breakdown?group_by=team",
                "/admin/metrics/interactions?route_kind=mail",
            })
    void whatIsNotUnderstoodIsRefused(String path) {
        var answer = gateway.admin("GET", path, "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("code").asString()).isEqualTo("invalid");
    }

    @Test
    void sumsComeAsCommaSeparatedValuesToo() {
        var lines =
                gateway.admin(
                                "GET",
                                "/admin/usage/breakdown?group_by=virtual_key_id&format=csv",
                                "")
                        .text()
                        .split("\r\n");

        assertThat(lines[0]).startsWith("virtual_key_id,requests,succeeded,failed,input_tokens");
        assertThat(lines).hasSize(4);
        assertThat(new TreeSet<>(List.of(lines))).anyMatch(line -> line.startsWith("one,3,3,0,"));
    }
}
