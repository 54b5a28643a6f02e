package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
final class SecurityAuditTest {
    private static final String BUNDLE =
            """
            apiVersion: gateway.agw/v1alpha1
            kind: GatewayBundle
            providers:
            - {id: echo, provider_type: echo}
            - {id: plain, provider_type: openai, api_key: sk-canary-7d21}
            - {id: referred, provider_type: openai, api_key: "${KEY}"}
            llmRoutes:
            - {id: closed, protocol: openai, match_policy: {path_prefix: /closed}, target_policy: {type: direct-provider, provider_id: echo}}
            - {id: open, protocol: openai, match_policy: {path_prefix: /open}, auth_policy: {require_virtual_key: false}, target_policy: {type: direct-provider, provider_id: echo}}
            virtualKeys:
            - {id: eternal, allowed_route_ids: [closed]}
            - {id: late, allowed_route_ids: [closed], expires_at: "LATE"}
            - {id: soon, allowed_route_ids: [closed], expires_at: "SOON"}
            - {id: wide, expires_at: "LATE"}
            - {id: rotated, value: vk-canary-5b90, allowed_route_ids: [closed], expires_at: "LATE", previous: {value: vk-canary-11aa, until: "SOON"}}
            - {id: settled, value: vk-canary-77cd, allowed_route_ids: [closed], expires_at: "LATE", previous: {value: vk-canary-34e0, until: "2026-01-01T00:00:00Z"}}
            - {id: unused, disabled: true}
            """;

    @Test
    void whatIsOpenOrEndsSoonIsFound(@TempDir Path folder) {
        try (var gateway = RunningGateway.start(folder, Map.of())) {
            var now = Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.SECONDS);
            var text =
                    BUNDLE.replace("LATE", now.plus(100, ChronoUnit.DAYS).toString())
                            .replace("SOON", now.plus(5, ChronoUnit.DAYS).toString());
            var body =
                    JsonMapper.shared()
                            .writeValueAsString(
                                    Map.of(
                                            "files",
                                            List.of(Map.of("path", "a.yaml", "content", text)),
                                            "variables",
                                            Map.of("KEY", "sk-canary-9e02")));
            var applied = gateway.admin("POST", "/admin/bundle/apply", body);
            assertThat(applied.status()).as(applied.text()).isEqualTo(200);

            var answer = gateway.admin("GET", "/admin/security/audit", "");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).doesNotContain("canary");
            assertThat(answer.json().path("items").valueStream())
                    .extracting(
                            item -> item.path("code").asString() + " " + item.path("id").asString())
                    .containsExactlyInAnyOrder(
                            "open_route open",
                            "plain_text_secret plain",
                            "key_without_expiry eternal",
                            "key_expires_soon soon",
                            "key_for_all_routes wide",
                            "key_in_overlap rotated",
                            "key_overlap_over settled");
            assertThat(answer.json().at("/items/0/severity").asString()).isEqualTo("error");
            assertThat(answer.json().at("/counts/error").asInt()).isEqualTo(1);
            assertThat(answer.json().at("/counts/warning").asInt()).isEqualTo(6);
            assertThat(
                            gateway.admin("GET", "/admin/security/audit?days=1", "")
                                    .json()
                                    .at("/counts/warning")
                                    .asInt())
                    .isEqualTo(5);
        }
    }
}
