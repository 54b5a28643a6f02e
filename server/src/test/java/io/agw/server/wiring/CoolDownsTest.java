package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.settings.Setting;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Credentials that are left alone, as operators see them.
@Timeout(60)
final class CoolDownsTest {
    @Test
    void anOperatorSeesWhatIsLeftAloneAndHasItUsedAgain(@TempDir Path folder) throws IOException {
        try (var upstream =
                FakeUpstream.start(
                        Behaviours.json(401, "{}"), Behaviours.json(200, Behaviours.COMPLETION))) {
            var bundles = Files.createDirectory(folder.resolve("bundles"));
            Files.writeString(bundles.resolve("bundle.yaml"), bundle(upstream.baseUrl()));
            try (var gateway =
                    RunningGateway.start(folder, Map.of(Setting.SOURCES, List.of("bundles")))
                            .awaitReady()) {
                assertThat(gateway.chat("", "m").status()).isEqualTo(502);
                assertThat(gateway.chat("", "m").status()).isEqualTo(502);
                assertThat(upstream.requests()).hasSize(1);

                var listed = gateway.admin("GET", "/admin/llm/cooldowns", "");
                assertThat(listed.json().at("/items/0/credential_id").asString()).isEqualTo("main");
                assertThat(listed.json().at("/items/0/status").asInt()).isEqualTo(401);
                assertThat(listed.json().at("/items/0/ends_in_seconds").asInt()).isBetween(1, 60);
                assertThat(listed.text()).doesNotContain("sk-refused");

                var ended = gateway.admin("POST", "/admin/llm/cooldowns/main/end", "");
                assertThat(ended.status()).isEqualTo(200);
                assertThat(gateway.chat("", "m").status()).isEqualTo(200);
                assertThat(gateway.admin("GET", "/admin/llm/cooldowns", "").json().at("/items"))
                        .isEmpty();
                assertThat(gateway.admin("POST", "/admin/llm/cooldowns/main/end", "").status())
                        .isEqualTo(404);
                assertThat(gateway.admin("GET", "/metrics/prometheus", "").text())
                        .contains(
                                "agw_credential_cooldowns_total{provider=\"p\",status=\"401\"} 1");
            }
        }
    }

    private static String bundle(String upstream) {
        return """
        apiVersion: gateway.agw/v1alpha1
        kind: GatewayBundle
        providers:
          - {id: p, provider_type: openai, base_url: %s}
        credentials:
          - {id: main, provider_id: p, attributes: {api_key: sk-refused}}
        llmRoutes:
          - id: r
            protocol: openai
            auth_policy: {require_virtual_key: false}
            target_policy: {type: direct-provider, provider_id: p}
        """
                .formatted(upstream);
    }
}
