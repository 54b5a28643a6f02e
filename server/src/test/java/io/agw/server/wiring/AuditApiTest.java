package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.settings.Setting;
import io.agw.store.sqlite.Raw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The audit of a whole gateway: requests and acts, exported and proven.
@Timeout(60)
final class AuditApiTest {
    private static final String CANARY = "canary-5b1f";
    private static final String BUNDLE =
            """
            apiVersion: gateway.agw/v1alpha1
            kind: GatewayBundle
            providers:
            - {id: echo, provider_type: echo}
            - {id: other, provider_type: openai, api_key: "sk-%1$s"}
            guardrails:
            - {id: mails, type: pii, stage: input, action: redact}
            llmRoutes:
            - {id: chat, guardrail_ids: [mails], protocol: openai, target_policy: {type: direct-provider, provider_id: echo}}
            virtualKeys:
            - {id: one, value: "vk-%1$s-0123456789abcdef", allowed_route_ids: [chat]}
            """
                    .formatted(CANARY);

    @TempDir private Path folder;
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        gateway = RunningGateway.start(folder, Map.of());
        var applied = gateway.admin("POST", "/admin/bundle/apply", BUNDLE);
        assertThat(applied.status()).as(applied.text()).isEqualTo(200);
        for (int i = 0; i < 3; i++) {
            var answer =
                    gateway.data(
                            "POST",
                            "/v1/chat/completions",
                            "vk-" + CANARY + "-0123456789abcdef",
                            "{\"model\":\"=m,\\\"%d\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                                    .formatted(i, CANARY));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
        assertThat(gateway.chat("vk-wrong-" + CANARY, "m").status()).isEqualTo(401);
        new UsageRows(folder).await(4);
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
    void requestsAndActsAreListed() {
        var requests = get("/admin/audit?virtual_key_id=one").path("items");
        assertThat(requests).hasSize(3);
        assertThat(requests.at("/0/kind").asString()).isEqualTo("request");
        assertThat(requests.at("/0/guards/0/id").asString()).isEqualTo("mails");
        assertThat(requests.at("/0/guards/0/stage").asString()).isEqualTo("input");
        assertThat(requests.at("/0/guards/0/verdict").asString()).isEqualTo("clean");
        assertThat(get("/admin/audit?outcome=refused").at("/items/0/error_code").asString())
                .isEqualTo("invalid_api_key");

        assertThat(get("/api/logs?limit=2").path("items")).hasSize(2);
        assertThat(get("/api/logs?agent=nobody").path("items")).isEmpty();
        assertThat(get("/api/logs?since=2999-01-01T00:00:00Z").path("items")).isEmpty();

        var acts = get("/admin/audit?kind=admin").path("items");
        assertThat(acts).isNotEmpty();
        assertThat(acts.at("/0/kind").asString()).isEqualTo("admin");
        assertThat(acts.at("/0/actor").asString()).isEqualTo("root");
        var action = acts.at("/0/action").asString();
        assertThat(get("/admin/audit?kind=admin&action=" + action).path("items")).isNotEmpty();
        assertThat(get("/admin/audit?kind=admin&actor=nobody").path("items")).isEmpty();
        assertThat(get("/admin/audit?kind=admin&to=2020-01-01T00:00:00Z").path("items")).isEmpty();
    }

    @Test
    void pagesOfActsGiveEachOnce() {
        for (int i = 0; i < 5; i++) {
            gateway.admin("POST", "/admin/llm/provider_types/echo/disable", "");
            gateway.admin("POST", "/admin/llm/provider_types/echo/enable", "");
        }
        var all = get("/admin/audit?kind=admin&limit=1000").path("items").size();
        var ids = new HashSet<Long>();
        var cursor = "";
        do {
            var page = get("/admin/audit?kind=admin&limit=2" + cursor);
            page.path("items")
                    .forEach(item -> assertThat(ids.add(item.path("id").asLong())).isTrue());
            cursor =
                    page.has("next_cursor") ? "&cursor=" + page.path("next_cursor").asString() : "";
        } while (!cursor.isEmpty());

        assertThat(ids).hasSize(all).hasSizeGreaterThan(9);
    }

    @Test
    void actsBeforeAClockWasSetBackAreNotLeftOut() {
        var from = Instant.now().minus(Duration.ofHours(1));
        var before = get("/admin/audit?kind=admin&from=" + from).path("items").size();
        gateway.close();
        gateway =
                RunningGateway.start(
                        folder, Map.of(), Clock.offset(Clock.systemUTC(), Duration.ofDays(-2)));
        gateway.admin("POST", "/admin/llm/provider_types/echo/disable", "");
        gateway.close();
        gateway = RunningGateway.start(folder, Map.of());

        assertThat(get("/admin/audit?kind=admin&from=" + from).path("items"))
                .hasSizeGreaterThanOrEqualTo(before);
    }

    @Test
    void everyFormOfAnExportHasTheSameRows() {
        var json = get("/admin/audit/export?format=json");
        var lines =
                gateway.admin("GET", "/admin/audit/export?format=jsonl", "")
                        .text()
                        .lines()
                        .toList();
        var csv = gateway.admin("GET", "/admin/audit/export?format=csv", "").text();

        assertThat(json).hasSize(4);
        var parsed = new ArrayList<JsonNode>();
        lines.forEach(line -> parsed.add(JsonMapper.shared().readTree(line)));
        assertThat(parsed).isEqualTo(json.valueStream().toList());
        assertThat(csv.split("\r\n")).hasSize(5);
        // a name that would be a formula, with a comma and a quote in it
        assertThat(csv).contains("\"'=m,\"\"0\"");
        assertThat(gateway.admin("GET", "/admin/audit/export?kind=admin&format=csv", "").text())
                .startsWith("kind,id,at,actor,action,subject");
        assertThat(get("/admin/audit/export?format=json&to=2020-01-01T00:00:00Z")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/audit?limit=1000",
                "/admin/audit?kind=admin&limit=1000",
                "/admin/audit/export?format=json",
                "/admin/audit/export?format=csv&kind=admin",
                "/admin/usage/events",
                "/admin/usage/breakdown?group_by=virtual_key_id",
                "/admin/metrics/llm/events",
                "/admin/metrics/interactions",
            })
    void noSecretAndNoPromptIsInAnyAnswer(String path) {
        assertThat(gateway.admin("GET", path, "").text()).isNotBlank().doesNotContain(CANARY);
    }

    @Test
    void whatWasWrittenIsProvenAndWhatIsChangedIsFound() {
        var whole = get("/admin/audit/verify");
        assertThat(whole.at("/requests/whole").asBoolean()).isTrue();
        assertThat(whole.at("/requests/checked").asInt()).isEqualTo(4);
        assertThat(whole.at("/admin/whole").asBoolean()).isTrue();

        Raw.run(
                folder.resolve("data/telemetry.db"),
                "DROP TRIGGER turn_is_not_changed",
                "UPDATE turn SET latency_ms = latency_ms + 1 WHERE usage_id = 2");

        var broken = get("/admin/audit/verify").path("requests");
        assertThat(broken.path("whole").asBoolean()).isFalse();
        assertThat(broken.path("from_id").asInt()).isLessThanOrEqualTo(2);
        assertThat(broken.path("to_id").asInt()).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/audit?kind=mail",
                "/admin/audit?kind=admin&model=x",
                "/admin/audit?actor=root",
                "/admin/audit?kind=admin&cursor=x",
                "/admin/audit?kind=admin&order=asc",
                "/admin/audit/export?format=xml",
                "/admin/audit/export?from=x",
            })
    void whatIsNotUnderstoodIsRefused(String path) {
        assertThat(gateway.admin("GET", path, "").status()).isEqualTo(400);
    }

    @Test
    void requestsAreLinesOfAFileWhereItIsSet() throws IOException {
        gateway.close();
        var file = folder.resolve("logs/audit.jsonl");
        gateway =
                RunningGateway.start(folder, Map.of(Setting.AUDIT_FILE, List.of(file.toString())));
        assertThat(gateway.chat("vk-" + CANARY + "-0123456789abcdef", "m").status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        Files.exists(file) && Files.readString(file).contains("\"status\":\"ok\""));

        var text = Files.readAllLines(file).getFirst();
        assertThat(text).doesNotContain(CANARY);
        var line = JsonMapper.shared().readTree(text);
        assertThat(line.path("virtual_key_id").asString()).isEqualTo("one");
        assertThat(line.path("input_tokens").asInt()).isPositive();
    }
}
