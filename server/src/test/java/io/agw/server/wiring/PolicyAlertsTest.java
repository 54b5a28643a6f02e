package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.settings.Setting;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Policies of a whole gateway, and whom they tell.
@Timeout(120)
final class PolicyAlertsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void whatHappensIsToldByWebhookEventAndMeterAndOutlivesTheProcess(@TempDir Path folder)
            throws IOException {
        try (var hook = FakeUpstream.start(Behaviours.json(200, "{}"))) {
            var bundles = Files.createDirectory(folder.resolve("bundles"));
            Files.writeString(bundles.resolve("bundle.yaml"), bundle(hook.port()));
            String key;
            try (var gateway = start(folder);
                    var events = gateway.events()) {
                key = gateway.key("team");
                assertThat(gateway.chat(key, "m").status()).isEqualTo(200);
                assertThat(gateway.chat(key, "forbidden").code()).isEqualTo("policy_denied");

                await().atMost(PATIENCE).until(() -> hook.requests().size() == 2);
                var told =
                        hook.requests().stream()
                                .filter(each -> each.target().equals("/told"))
                                .findFirst()
                                .orElseThrow();
                var body = JsonMapper.shared().readTree(told.text());
                assertThat(body.path("policy").asString()).isEqualTo("told");
                assertThat(body.path("id").asString()).isEqualTo("writer");
                assertThat(body.path("message").asString()).isEqualTo("it began");
                assertThat(told.header("x-agw-signature")).startsWith("sha256=");
                var slack =
                        hook.requests().stream()
                                .filter(each -> each.target().equals("/slack"))
                                .findFirst()
                                .orElseThrow();
                assertThat(slack.text())
                        .isEqualTo(
                                "{\"text\":\"[info] agent:writer: call_count >= 1 (policy slack)\"}");
                await().atMost(PATIENCE)
                        .until(() ->
                                events.text().contains("PolicyMatched")
                                        && events.text().contains("\"policy\":\"denied\""));
                await().atMost(PATIENCE)
                        .until(() ->
                                gateway.admin("GET", "/metrics/prometheus", "")
                                        .text()
                                        .contains(
                                                "agw_webhook_deliveries_total{outcome=\"delivered\"} 2"));
                assertThat(gateway.admin("GET", "/metrics/prometheus", "").text())
                        .contains(
                                "agw_policy_matches_total{action=\"deny\",mode=\"enforce\",policy=\"denied\"} 1");
                assertThat(gateway.admin("GET", "/admin/policies/told", "").text())
                        .doesNotContain("s3cret", "/told\"");
            }
            try (var again = start(folder)) {
                var status = again.admin("GET", "/admin/agents/writer/status", "").json();
                assertThat(status.at("/figures/call_count").asInt()).isEqualTo(1);
                assertThat(status.at("/figures/error_count").asInt()).isZero();
                assertThat(again.chat(key, "m").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aConditionThatIsNoneIsNotApplied(@TempDir Path folder) throws IOException {
        try (var gateway = RunningGateway.start(folder, Map.of()).awaitReady()) {
            var refused =
                    gateway.admin(
                            "POST",
                            "/admin/policies",
                            "{\"id\":\"p\",\"condition\":\"status > 3\",\"action\":\"deny\"}");

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("column 8: found no matching overload");
        }
    }

    private static RunningGateway start(Path folder) {
        return RunningGateway.start(folder, Map.of(Setting.SOURCES, List.of("bundles")))
                .awaitReady();
    }

    private static String bundle(int hook) {
        return """
        apiVersion: gateway.agw/v1alpha1
        kind: GatewayBundle
        providers: [{id: echo, provider_type: echo}]
        agents: [{id: writer, name: Writer}]
        virtualKeys: [{id: team, agent_id: writer}]
        llmRoutes:
        - id: chat
          protocol: openai
          target_policy: {type: direct-provider, provider_id: echo}
        policies:
        - {id: denied, condition: model == "forbidden", action: deny}
        - id: told
          condition: call_count >= 1
          action: alert
          params: {channel: webhook, url: "http://127.0.0.1:%1$d/told", secret: s3cret, message: it began}
        - id: slack
          condition: call_count >= 1
          action: alert
          params: {channel: slack, url: "http://127.0.0.1:%1$d/slack", severity: info}
        """
                .formatted(hook);
    }
}
