package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.settings.LogSettings;
import io.agw.server.settings.Setting;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.VerdictService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole gateway that has a service judge what clients ask.
@Timeout(120)
final class HookedRequestsTest {
    private final Canaries canaries = new Canaries();
    private final Outputs outputs = new Outputs(canaries);
    private @TempDir Path folder;

    @Test
    void aServiceBlocksPassesAndFailsWithoutAWordOfTextOrSecretAnywhere() throws IOException {
        var text = canaries.plant("text that is judged");
        var service = new VerdictService(canaries.plant("secret of signatures"));
        var logs = outputs.log(LogSettings.Format.TEXT);
        try (var upstream = FakeUpstream.start(Behaviours.openAi());
                var asked = FakeUpstream.start(service.says("{\"verdict\":\"pass\"}"))) {
            bundle(upstream, asked, service);
            try (var gateway = gateway()) {
                assertThat(ask(gateway, text)).isEqualTo("200");
                asked.then(service.says("{\"verdict\":\"fail\",\"labels\":[\"" + text + "\"]}"));
                assertThat(ask(gateway, text)).isEqualTo("400 guardrail_blocked");
                asked.then(service.says("{\"verdict\":\"" + text + "\"}"));
                assertThat(ask(gateway, text)).isEqualTo("503 guardrail_not_answered");
                asked.then(Behaviours.json(500, text));
                assertThat(ask(gateway, text)).isEqualTo("503 guardrail_not_answered");
                asked.then(Behaviours.json(200, text, "Location: /" + text));
                assertThat(ask(gateway, text)).isEqualTo("503 guardrail_not_answered");

                assertThat(upstream.requests()).hasSize(1);
                assertThat(asked.requests()).hasSize(5);
                for (var path : Outputs.readable(gateway, List.of("dlp", "all", "team"))) {
                    outputs.add(path + gateway.admin("GET", path, "").text());
                }
                var metrics = gateway.admin("GET", "/metrics/prometheus", "");
                assertThat(metrics.text())
                        .contains(
                                "agw_guardrail_runs_total{guardrail=\"dlp\",outcome=\"refused\",stage=\"input\"} 3");
                outputs.add("metrics", metrics);
            }
        } finally {
            logs.uninstall();
        }
        assertThat(outputs.logged()).contains("guardrail dlp: webhook_error: it answered 500");
        outputs.addFiles(folder.resolve("data"));
        assertThat(outputs.leaks()).isEmpty();
    }

    /// Status and code.
    private String ask(RunningGateway gateway, String text) {
        var answer =
                gateway.data(
                        "POST",
                        "/v1/chat/completions",
                        gateway.key("team"),
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
                                + text
                                + "\"}]}");
        outputs.add("answer", answer);
        return answer.status() == 200 ? "200" : answer.status() + " " + answer.code();
    }

    private void bundle(FakeUpstream upstream, FakeUpstream asked, VerdictService service)
            throws IOException {
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(
                bundles.resolve("bundle.yaml"),
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers:
                - {id: fake, provider_type: openai, api_key: sk-a, base_url: %s, network: {max_retries: 0}}
                guardrails:
                - id: dlp
                  type: webhook
                  stage: input
                  action: block
                  webhook:
                    url: http://127.0.0.1:%d/%s
                    secret: %s
                    headers: {X-Key: %s}
                llmRoutes:
                - {id: all, protocol: openai, guardrail_ids: [dlp], target_policy: {provider_id: fake}}
                virtualKeys:
                - {id: team, allowed_route_ids: [all]}
                """
                        .formatted(
                                upstream.baseUrl(),
                                asked.port(),
                                canaries.plant("path"),
                                service.secret(),
                                canaries.plant("header")));
    }

    private RunningGateway gateway() {
        return RunningGateway.start(folder, Map.of(Setting.SOURCES, List.of("bundles")))
                .awaitReady();
    }
}
