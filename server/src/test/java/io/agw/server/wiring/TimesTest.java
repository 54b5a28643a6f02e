package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever the Admin API says of time, it says to the millisecond in UTC.
@Timeout(60)
final class TimesTest {
    private static final String SOURCE = "/admin/gitops/sources/default";
    private static final Pattern TIME =
            Pattern.compile("\"([A-Za-z_]+)\":\"\\d{4}-\\d{2}-\\d{2}T([^\"]*)\"");

    @Test
    void everyTimeIsToTheMillisecond(@TempDir Path folder) throws IOException {
        var home = Files.createDirectory(folder.resolve("home"));
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(
                bundles.resolve("bundle.yaml"),
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers: [{id: echo, provider_type: echo}]
                """);
        var flags = Map.of(Setting.SOURCES, List.of(bundles.toString()));
        try (var gateway = RunningGateway.start(home, flags).awaitReady()) {
            gateway.awaitPhase("Synced");
            var until = "{\"reason\": \"x\", \"until\": \"2100-01-01T00:00:00.123456789Z\"}";
            var suspended = gateway.admin("POST", SOURCE + "/suspend", until).text();
            Files.writeString(bundles.resolve("broken.yaml"), "nonsense: [\n");
            gateway.admin("POST", SOURCE + "/resume", "");
            gateway.awaitPhase("Stalled");

            var seen = new HashSet<String>();
            check(suspended, seen);
            for (var path :
                    List.of(
                            "/admin/gitops/sources",
                            SOURCE,
                            SOURCE + "/history",
                            "/admin/llm/providers",
                            "/admin/auth/me",
                            "/admin/health")) {
                check(gateway.admin("GET", path, "").text(), seen);
            }

            assertThat(seen).contains("at", "until", "since", "lastTransitionTime", "created_at");
        }
    }

    private static void check(String text, Set<String> seen) {
        var times = TIME.matcher(text);
        while (times.find()) {
            assertThat(times.group(2))
                    .as(times.group())
                    .matches("\\d{2}:\\d{2}:\\d{2}(\\.\\d{3})?Z");
            seen.add(times.group(1));
        }
    }
}
