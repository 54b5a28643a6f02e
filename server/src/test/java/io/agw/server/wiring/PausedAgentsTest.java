package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Agents and keys that an operator pauses and resumes through the Admin API.
@Timeout(120)
final class PausedAgentsTest {
    private static final Instant START = Instant.parse("2026-11-28T01:10:00Z");

    @TempDir private Path folder;
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private RunningGateway gateway;
    private String key;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectory(folder.resolve("bundles"));
        write("2");
        gateway = run();
        key = gateway.key("team");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void anAgentIsPausedUntilItIsResumed() throws IOException {
        assertThat(status("writer").path("status").asString()).isEqualTo("active");
        try (var events = gateway.events()) {
            var paused = post("agents/writer/pause", "{\"reason\": \"it loops\"}");

            assertThat(paused.status()).as(paused.text()).isEqualTo(200);
            assertThat(paused.json().path("status").asString()).isEqualTo("paused");
            assertThat(paused.json().at("/pause/origin").asString()).isEqualTo("manual");
            assertThat(paused.json().at("/pause/by").asString()).isEqualTo("root");
            assertThat(paused.json().at("/pause/since").asString()).isEqualTo(START.toString());
            assertThat(paused.json().at("/pause/resumes_at").isNull()).isTrue();
            var refused = gateway.chat(key, "m");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("agent_paused");
            assertThat(gateway.data("GET", "/v1/models", key, "").status()).isEqualTo(403);
            assertThat(gateway.admin("GET", "/metrics/prometheus", "").text())
                    .contains("agw_paused{kind=\"agent\"} 1");
            assertThat(
                            gateway.admin("GET", "/admin/pauses", "")
                                    .json()
                                    .at("/items/0/id")
                                    .asString())
                    .isEqualTo("writer");
            var all = gateway.admin("GET", "/api/status", "").json();
            assertThat(all.at("/agents/0/pause/reason").asString()).isEqualTo("it loops");

            var resumed = gateway.admin("POST", "/api/agents/writer/resume", "");

            assertThat(resumed.json().path("status").asString()).isEqualTo("active");
            assertThat(gateway.chat(key, "m").status()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            events.text().contains("AgentPaused")
                                    && events.text().contains("AgentResumed"));
        }
    }

    @Test
    void aPauseOutlivesConfigurationsAndTheProcess() throws IOException {
        post("agents/writer/pause", "");
        post("virtual_keys/team/pause", "{\"duration\": \"1h\"}");
        write("3");
        gateway.admin("POST", "/admin/gitops/sources/default/reconcile", "{}");
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        gateway.admin("GET", "/admin/budgets/b", "").text().contains("\"day\":3"));
        assertThat(gateway.chat(key, "m").code()).isEqualTo("virtual_key_paused");

        gateway.close();
        gateway = run();

        assertThat(gateway.chat(key, "m").code()).isEqualTo("virtual_key_paused");
        assertThat(gateway.admin("GET", "/admin/virtual_keys/team/status", "").text())
                .contains("\"resumes_at\":\"2026-11-28T02:10:00Z\"");
        now.set(START.plus(Duration.ofHours(1)));
        assertThat(gateway.chat(key, "m").code()).as("the key's is over").isEqualTo("agent_paused");
        post("agents/writer/resume", "");
        assertThat(gateway.chat(key, "m").status()).isEqualTo(200);
    }

    @Test
    void theEndOfABudgetsPauseGivesNoMoreToSpend() {
        assertThat(gateway.chat(key, "m").status()).isEqualTo(200);
        assertThat(gateway.chat(key, "m").status()).isEqualTo(200);
        assertThat(gateway.chat(key, "m").code()).isEqualTo("agent_paused");
        var paused = status("writer");
        assertThat(paused.path("status").asString()).isEqualTo("paused");
        assertThat(paused.at("/pause/origin").asString()).isEqualTo("budget:b");
        assertThat(paused.at("/pause/resumes_at").asString()).isEqualTo("2026-11-29T00:00:00Z");
        assertThat(paused.at("/budgets/0/used_ratio").asDouble()).isEqualTo(1);

        assertThat(post("agents/writer/resume", "").json().path("status").asString())
                .isEqualTo("active");

        assertThat(gateway.chat(key, "m").code()).isEqualTo("budget_exceeded");
        assertThat(gateway.data("GET", "/v1/models", key, "").status()).isEqualTo(200);
        gateway.close();
        gateway = run();
        assertThat(gateway.chat(key, "m").code()).as("a restart").isEqualTo("budget_exceeded");
        now.set(Instant.parse("2026-11-29T00:00:00Z"));
        assertThat(gateway.chat(key, "m").status()).isEqualTo(200);
        assertThat(gateway.chat(key, "m").status()).isEqualTo(200);
        assertThat(gateway.chat(key, "m").code()).as("the next day").isEqualTo("agent_paused");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThat(post("agents/nobody/pause", "").status()).isEqualTo(404);
        assertThat(post("agents/nobody/resume", "").status()).isEqualTo(404);
        assertThat(gateway.admin("GET", "/admin/agents/nobody/status", "").status()).isEqualTo(404);
        assertThat(post("agents/writer/pause", "{\"duration\": \"soon\"}").text())
                .contains("duration: \\\"soon\\\" (expected: a duration such as 15m");
        assertThat(post("agents/writer/pause", "{\"duration\": \"0s\"}").status()).isEqualTo(400);
        assertThat(post("agents/writer/pause", "{\"reason\": \"a\\nb\"}").status()).isEqualTo(400);
        assertThat(post("agents/writer/pause", "{\"until\": \"1h\"}").status()).isEqualTo(400);
        assertThat(status("writer").path("status").asString()).isEqualTo("active");
    }

    private tools.jackson.databind.JsonNode status(String agent) {
        return gateway.admin("GET", "/admin/agents/" + agent + "/status", "").json();
    }

    private RunningGateway.Answer post(String what, String body) {
        return gateway.admin("POST", "/admin/" + what, body.isEmpty() ? "{}" : body);
    }

    private RunningGateway run() {
        return RunningGateway.start(folder, Map.of(Setting.SOURCES, List.of("bundles")), now::get)
                .awaitReady();
    }

    private void write(String turns) throws IOException {
        var next = folder.resolve("next.yaml");
        Files.writeString(
                next,
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers: [{id: echo, provider_type: echo}]
                agents: [{id: writer, name: Writer}]
                virtualKeys: [{id: team, agent_id: writer}]
                budgets: [{id: b, subject: {type: agent, id: writer}, turn_limits: {day: %s}}]
                llmRoutes:
                - id: chat
                  protocol: openai
                  target_policy:
                    type: logical-model
                    model_targets:
                    - name: m
                      candidates: [{provider_id: echo, upstream_model: echo-1}]
                """
                        .formatted(turns));
        Files.move(
                next,
                folder.resolve("bundles").resolve("bundle.yaml"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
