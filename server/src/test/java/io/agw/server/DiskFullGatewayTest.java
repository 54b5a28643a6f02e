package io.agw.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole program on a file system of a few megabytes that is filled under it, where a user may
/// mount one that only the program sees. The same by a cap on pages, anywhere, is in the store's
/// own tests.
@Timeout(120)
final class DiskFullGatewayTest {
    private static final String HARD = "agw-hard-0123456789";
    private static final String SOFT = "agw-soft-0123456789";
    private static final String BODY =
            "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @TempDir private Path folder;
    private GatewayProcess gateway;
    private int asked;

    @BeforeEach
    void start() throws Exception {
        var disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(ends(onItsOwnDisk(disk, "true")), "nobody may mount a file system here");
        var bundle = folder.resolve("bundle.yaml");
        Files.writeString(
                bundle,
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers: [{id: echo, provider_type: echo}]
                virtualKeys:
                - {id: hard, value: agw-hard-0123456789}
                - {id: soft, value: agw-soft-0123456789}
                budgets:
                - {id: kept, subject: {type: virtual_key, id: hard}, turn_limits: {total: 1000}}
                - {id: loose, subject: {type: virtual_key, id: soft}, turn_limits: {total: 1000}, enforcement: soft}
                llmRoutes:
                - {id: chat, protocol: openai, target_policy: {type: direct-provider, provider_id: echo}}
                - id: claude
                  protocol: anthropic
                  match_policy: {path_prefix: /claude}
                  target_policy: {type: direct-provider, provider_id: echo}
                """);
        gateway =
                GatewayProcess.start(
                        disk.resolve("data"), bundle, onItsOwnDisk(disk, "exec \"$@\""));
    }

    /// A command that becomes the one behind it, or does what it is told, with a small disk of its
    /// own in a folder.
    private static List<String> onItsOwnDisk(Path disk, String then) {
        return List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=16m none '" + disk + "' && " + then,
                "sh");
    }

    private static boolean ends(List<String> command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false; // there is no such command
        }
    }

    @AfterEach
    void close() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void onlyWhatCannotBeAccountedForIsRefusedAndItGoesOnByItselfOnceThereIsRoom()
            throws Exception {
        assertThat(ask(HARD).statusCode()).isEqualTo(200);
        assertThat(ask(SOFT).statusCode()).isEqualTo(200);
        var ballast = fill();

        await().atMost(Duration.ofSeconds(30)).until(() -> ask(HARD).statusCode() == 503);
        refusesInBothShapes();
        for (int i = 0; i < 50; i++) {
            var others = ask(SOFT);
            assertThat(others.statusCode()).as(others.body()).isEqualTo(200);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> isInTrouble("telemetry"));
        assertThat(isInTrouble("ledger")).isTrue();
        assertThat(gateway.admin("GET", "/metrics/prometheus").body())
                .contains("agw_ledger_degraded 1.0", "agw_telemetry_degraded 1.0");
        var paused = gateway.admin("POST", "/admin/virtual_keys/soft/pause");
        assertThat(paused.statusCode()).as(paused.body()).isEqualTo(507);
        assertThat(paused.body()).contains("the disk is full");
        assertThat(ask(SOFT).statusCode()).isEqualTo(200);

        Files.delete(ballast);

        await().atMost(Duration.ofSeconds(10)).until(() -> ask(HARD).statusCode() == 200);
        await().atMost(Duration.ofSeconds(10)).until(() -> !isInTrouble("telemetry"));
        assertThat(isInTrouble("ledger")).isFalse();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> store().at("/telemetry/rows_written").asInt() == asked);
        assertThat(store().at("/telemetry/rows_lost").asInt()).isZero();
        assertThat(spent("loose")).isEqualTo(answered(SOFT));
        assertThat(spent("kept")).isEqualTo(answered(HARD));
        assertThat(gateway.log().toString())
                .contains(
                        "the ledger of budgets cannot be written",
                        "the ledger of budgets is written again",
                        "usage and spans are written again; lost meanwhile: 0");
    }

    private void refusesInBothShapes() throws Exception {
        var openAi = ask(HARD);
        assertThat(openAi.statusCode()).isEqualTo(503);
        assertThat(JsonMapper.shared().readTree(openAi.body()).at("/error/code").asString())
                .isEqualTo("budget_ledger_unavailable");
        assertThat(openAi.headers().firstValue("retry-after")).contains("1");
        asked++;
        var anthropic = gateway.ask("/claude/v1/messages", HARD, "r" + asked, BODY);
        assertThat(anthropic.statusCode()).isEqualTo(503);
        var error = JsonMapper.shared().readTree(anthropic.body());
        assertThat(error.path("type").asString()).isEqualTo("error");
        assertThat(error.at("/error/code").asString()).isEqualTo("budget_ledger_unavailable");
    }

    /// Takes all that is left, of the disk that only the program sees.
    private Path fill() throws IOException {
        var ballast = gateway.seen(folder.resolve("disk/ballast"));
        for (var size : List.of(1 << 20, 4 << 10, 1)) {
            var block = new byte[size];
            try (var out =
                    Files.newOutputStream(
                            ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(block);
                }
            } catch (IOException full) {
                assertThat(full).hasMessageContaining("No space left");
            }
        }
        return ballast;
    }

    private HttpResponse<String> ask(String key) throws IOException, InterruptedException {
        asked++;
        return gateway.ask(key, "r" + asked, BODY);
    }

    private boolean isInTrouble(String what) throws IOException, InterruptedException {
        return store().path(what).path("degraded").asBoolean();
    }

    private JsonNode store() throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(gateway.admin("GET", "/admin/store").body());
    }

    private long spent(String budget) throws IOException, InterruptedException {
        var status = gateway.admin("GET", "/admin/budgets/" + budget + "/status").body();
        return JsonMapper.shared().readTree(status).at("/items/0/spent").asLong();
    }

    private long answered(String key) throws IOException, InterruptedException {
        var id = key.equals(HARD) ? "hard" : "soft";
        var sums =
                gateway.admin("GET", "/admin/usage/summary?outcome=ok&virtual_key_id=" + id).body();
        return JsonMapper.shared().readTree(sums).path("requests").asLong();
    }
}
