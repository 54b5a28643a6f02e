package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.settings.LogSettings;
import io.agw.server.settings.Setting;
import io.agw.server.telemetry.Logs;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole gateway that has a model judge what clients ask.
@Timeout(120)
final class JudgedRequestsTest {
    private final Canaries canaries = new Canaries();
    private @TempDir Path folder;

    @Test
    void aJudgeBlocksPassesAndFailsWithoutAWordOfTheTextInLogs() throws IOException {
        var text = canaries.plant("text that is judged");
        var logged = new ByteArrayOutputStream();
        var logs =
                Logs.install(
                        new LogSettings(LogSettings.Format.TEXT, LogSettings.Level.TRACE),
                        new PrintStream(logged, true, StandardCharsets.UTF_8));
        try (var upstream = FakeUpstream.start(Behaviours.openAi());
                var judge = FakeUpstream.start(says("{\"verdict\":\"pass\",\"score\":0}"))) {
            bundle(upstream, judge);
            try (var gateway = gateway()) {
                assertThat(ask(gateway, text)).isEqualTo("200");
                judge.then(
                        says("{\"verdict\":\"fail\",\"score\":1,\"labels\":[\"" + text + "\"]}"));
                assertThat(ask(gateway, text)).isEqualTo("400 guardrail_blocked");
                judge.then(says("no: " + text));
                assertThat(ask(gateway, text)).isEqualTo("503 guardrail_not_answered");
                judge.then(Behaviours.json(500, "{\"error\":{\"message\":\"" + text + "\"}}"));
                assertThat(ask(gateway, text)).isEqualTo("503 guardrail_not_answered");

                assertThat(upstream.requests()).hasSize(1);
                assertThat(judge.requests()).hasSize(4);
            }
        } finally {
            logs.uninstall();
        }
        assertThat(logged.toString(StandardCharsets.UTF_8)).contains("guardrail mind");
        assertThat(canaries.in(logged.toString(StandardCharsets.UTF_8))).isEmpty();
        assertThat(canaries.inFiles(folder.resolve("data"))).isEmpty();
    }

    /// Status and code.
    private static String ask(RunningGateway gateway, String text) {
        var answer =
                gateway.data(
                        "POST",
                        "/v1/chat/completions",
                        gateway.key("team"),
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
                                + text
                                + "\"}]}");
        return answer.status() == 200 ? "200" : answer.status() + " " + answer.code();
    }

    private static FakeUpstream.Behaviour says(String text) {
        var quoted = '"' + text.replace("\"", "\\\"") + '"';
        return Behaviours.json(200, Behaviours.COMPLETION.replace("\"Hello!\"", quoted));
    }

    private void bundle(FakeUpstream upstream, FakeUpstream judge) throws IOException {
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(
                bundles.resolve("bundle.yaml"),
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers:
                - {id: fake, provider_type: openai, api_key: sk-a, base_url: %s, network: {max_retries: 0}}
                - {id: judging, provider_type: openai, api_key: sk-b, base_url: %s, network: {max_retries: 0}}
                guardrails:
                - id: mind
                  type: llm_judge
                  stage: input
                  action: block
                  config: {route_id: judging, model: j, rubric: No advice.}
                llmRoutes:
                - id: all
                  protocol: openai
                  guardrail_ids: [mind]
                  target_policy: {provider_id: fake}
                - id: judging
                  protocol: openai
                  match_policy: {path_prefix: /judging}
                  target_policy: {provider_id: judging}
                virtualKeys:
                - {id: team, allowed_route_ids: [all]}
                """
                        .formatted(upstream.baseUrl(), judge.baseUrl()));
    }

    private RunningGateway gateway() {
        return RunningGateway.start(folder, Map.of(Setting.SOURCES, List.of("bundles")))
                .awaitReady();
    }
}
