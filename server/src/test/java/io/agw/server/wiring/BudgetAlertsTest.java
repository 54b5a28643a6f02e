package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.telemetry.HeardLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What operators are told of budgets, here of an agent's own.
@Timeout(60)
final class BudgetAlertsTest {
    private static final String BUNDLE =
            """
            apiVersion: gateway.agw/v1alpha1
            kind: GatewayBundle
            providers: [{id: echo, provider_type: echo}]
            llmRoutes:
            - {id: all, protocol: openai, target_policy: {type: direct-provider, provider_id: echo}}
            agents:
            - {id: bot, name: Bot, policy: {budget: {max_turns_per_day: 2}}}
            virtualKeys:
            - {id: bot, value: the-key-of-the-bot, agent_id: bot}
            """;

    @Test
    void aShareThatIsPassedIsToldByLogEventAndMeter(@TempDir Path folder) throws IOException {
        try (var gateway = RunningGateway.start(folder, Map.of()).awaitReady();
                var events = gateway.events();
                var logs = new HeardLogs()) {
            assertThat(gateway.admin("POST", "/admin/bundle/apply", BUNDLE).status())
                    .isEqualTo(200);
            assertThat(chat(gateway)).isEqualTo(200);
            assertThat(gateway.admin("GET", "/metrics/prometheus", "").text())
                    .doesNotContain("agw_budget_alerts_total{");

            assertThat(chat(gateway)).isEqualTo(200);

            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            events.text().contains("BudgetThreshold")
                                    && events.text().contains("\"budget\":\"agent/bot\"")
                                    && events.text().contains("\"holder\":\"agent:bot\"")
                                    && events.text().contains("\"threshold\":1.0"));
            assertThat(gateway.admin("GET", "/metrics/prometheus", "").text())
                    .contains(
                            "agw_budget_alerts_total{budget=\"agent/bot\",share=\"1.0\",window=\"day\"} 1.0");
            assertThat(logs.text())
                    .contains("budget agent/bot for agent:bot: 2 of 2 turns used (day)");
            assertThat(chat(gateway)).isEqualTo(403);
            var status = gateway.admin("GET", "/admin/budgets/agent%2Fbot/status", "");
            assertThat(status.json().at("/items/0/spent").asString()).isEqualTo("2");
            var raised =
                    gateway.admin(
                            "POST",
                            "/admin/budgets/agent%2Fbot/override",
                            "{\"window\":\"day\",\"measure\":\"turns\",\"limit\":\"3\",\"duration\":\"1h\",\"reason\":\"launch\"}");
            assertThat(raised.status()).as(raised.text()).isEqualTo(201);
            assertThat(chat(gateway)).isEqualTo(200);
            assertThat(gateway.admin("GET", "/admin/budgets/agent%2Fnobody/status", "").status())
                    .isEqualTo(404);
        }
    }

    private static int chat(RunningGateway gateway) {
        return gateway.chat("the-key-of-the-bot", "m").status();
    }
}
