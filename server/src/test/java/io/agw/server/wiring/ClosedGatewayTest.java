package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.settings.Setting;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A gateway that is closed leaves nothing of itself in the process: no thread, registry or server
/// has it still.
@Timeout(60)
final class ClosedGatewayTest {
    @Test
    void closedGatewaysAreReachedByNothing(@TempDir Path folder) throws IOException {
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(
                bundles.resolve("bundle.yaml"),
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers: [{id: echo, provider_type: echo}]
                llmRoutes:
                - id: all
                  protocol: openai
                  target_policy: {type: direct-provider, provider_id: echo}
                virtualKeys: [{id: team, value: the-key-of-the-team}]
                """);
        var closed = new ArrayList<WeakReference<Gateway>>();
        for (int i = 0; i < 3; i++) {
            closed.add(served(folder, bundles));
        }

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    System.gc();
                    assertThat(closed).allMatch(gateway -> gateway.refersTo(null));
                });
    }

    private static WeakReference<Gateway> served(Path folder, Path bundles) {
        var flags = Map.of(Setting.SOURCES, List.of(bundles.toString()));
        try (var gateway = RunningGateway.start(folder, flags)) {
            gateway.awaitChat("the-key-of-the-team", "echo-1", 200);
            gateway.admin("GET", "/admin/llm/providers", "");
            return gateway.traced();
        }
    }
}
