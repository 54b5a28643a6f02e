package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A virtual key is of no use from the moment on at which its revocation is acknowledged.
@Timeout(120)
final class RevokedKeyTest {
    private static final int TIMES = 40;

    @Test
    void revokedKeyIsRefusedAtOnceHoweverItIsRevoked(@TempDir Path folder) throws Exception {
        try (var gateway = RunningGateway.start(folder, Map.of())) {
            apply(gateway, false);
            var busy = new AtomicBoolean(true);
            var served = new AtomicInteger();
            var traffic =
                    Thread.ofVirtual()
                            .start(() -> {
                                while (busy.get()) {
                                    served.addAndGet(chat(gateway) == 200 ? 1 : 0);
                                }
                            });
            for (int i = 0; i < TIMES; i++) {
                assertThat(chat(gateway)).isEqualTo(200);
                switch (i % 3) {
                    case 0 -> apply(gateway, true);
                    case 1 -> change(gateway, "POST", "/disable");
                    default -> change(gateway, "DELETE", "");
                }
                assertThat(chat(gateway)).as("revoked, round " + i).isEqualTo(401);
                apply(gateway, false);
            }
            busy.set(false);
            traffic.join();
            assertThat(served.get()).isPositive();
        }
    }

    private static int chat(RunningGateway gateway) {
        return gateway.chat("the-key-of-the-team", "echo-1").status();
    }

    private static void apply(RunningGateway gateway, boolean disabled) {
        var bundle =
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers: [{id: echo, provider_type: echo}]
                llmRoutes:
                  - {id: chat, protocol: openai, match_policy: {path_prefix: /},
                     target_policy: {type: direct-provider, provider_id: echo}}
                virtualKeys: [{id: team, value: the-key-of-the-team, disabled: %s}]
                """
                        .formatted(disabled);
        var answer = gateway.admin("POST", "/admin/bundle/apply", bundle);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static void change(RunningGateway gateway, String method, String action) {
        var answer = gateway.admin(method, "/admin/virtual_keys/team" + action, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
}
