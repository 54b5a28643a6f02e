package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A key that changes its text, while its clients change over.
@Timeout(60)
final class RotatedKeysTest {
    private static final String KEY = "/admin/virtual_keys/team";

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-07-01T12:00:00.500Z"));

    private RunningGateway gateway;

    @BeforeEach
    void start(@TempDir Path folder) {
        gateway = RunningGateway.start(folder, Map.of(), now::get);
        var bundle =
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers: [{id: echo, provider_type: echo}]
                llmRoutes:
                  - {id: chat, protocol: openai, match_policy: {path_prefix: /},
                     target_policy: {type: direct-provider, provider_id: echo}}
                budgets:
                  - {id: four, subject: {type: virtual_key, id: '*'}, turn_limits: {total: 4}, on_exceed: [deny]}
                virtualKeys: [{id: team, value: the-first-text}]
                """;
        var answer = gateway.admin("POST", "/admin/bundle/apply", bundle);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void bothTextsAreOneKeyUntilTheFirstEnds() {
        var rotated = gateway.admin("POST", KEY + "/rotate", "{\"overlap\": \"24h\"}");
        assertThat(rotated.status()).as(rotated.text()).isEqualTo(200);
        assertThat(rotated.text()).doesNotContain("the-first-text");
        assertThat(rotated.json().at("/previous/until").asString())
                .isEqualTo("2026-07-02T12:00:00Z");
        var second = rotated.json().path("key").asString();

        assertThat(chat(second)).isEqualTo(200);
        assertThat(chat("the-first-text")).isEqualTo(200);
        now.set(Instant.parse("2026-07-02T11:59:59.999Z"));
        assertThat(chat("the-first-text")).isEqualTo(200);
        now.set(Instant.parse("2026-07-02T12:00:00Z"));
        var over = gateway.chat("the-first-text", "echo-1");
        assertThat(over.status()).isEqualTo(401);
        assertThat(over.code()).isEqualTo("api_key_replaced");

        assertThat(chat(second)).isEqualTo(200);
        assertThat(chat(second)).as("four turns of one key").isEqualTo(429);
        assertThat(gateway.admin("GET", KEY, "").text()).doesNotContain("the-first-text");
    }

    @Test
    void aSecondRotationWaitsForTheFirst() {
        gateway.admin("POST", KEY + "/rotate", "");

        var again = gateway.admin("POST", KEY + "/rotate", "");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("code").asString()).isEqualTo("rotating");

        var retired = gateway.admin("POST", KEY + "/retire", "");
        assertThat(retired.status()).as(retired.text()).isEqualTo(200);
        assertThat(retired.json().path("previous").isMissingNode()).isTrue();
        assertThat(chat("the-first-text")).isEqualTo(401);
        var third = gateway.admin("POST", KEY + "/rotate", "").json().path("key").asString();
        assertThat(chat(third)).isEqualTo(200);
    }

    @Test
    void aTextThatLeakedEndsAtOnce() {
        var second = gateway.admin("POST", KEY + "/rotate", "").json().path("key").asString();

        var third = gateway.admin("POST", KEY + "/rotate", "{\"overlap\": \"0s\"}");

        assertThat(chat("the-first-text")).isEqualTo(401);
        assertThat(chat(second)).isEqualTo(401);
        assertThat(chat(third.json().path("key").asString())).isEqualTo(200);
    }

    @Test
    void anOverlapHasAnEnd() {
        var longest = Duration.ofDays(90);

        for (var overlap : new String[] {"for ever", longest.plusHours(1).toHours() + "h"}) {
            var refused =
                    gateway.admin("POST", KEY + "/rotate", "{\"overlap\": \"" + overlap + "\"}");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains(overlap, "at most 2160h");
        }
        assertThat(chat("the-first-text")).isEqualTo(200);
    }

    private int chat(String key) {
        return gateway.chat(key, "echo-1").status();
    }
}
