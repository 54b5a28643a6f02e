package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Webhooks at the data listener of a whole gateway.
@Timeout(120)
final class WebhookTest {
    private static final String BODY =
            "{\"after\":\"deadbeef\",\"repository\":{\"clone_url\":\"https://evil.example/x.git\"}}";

    @TempDir private Path folder;
    private Path oldSecret;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        for (var name : new String[] {"prod", "bare"}) {
            var bundles = Files.createDirectory(folder.resolve(name));
            Files.writeString(
                    bundles.resolve("a.yaml"),
                    """
                    apiVersion: gateway.agw/v1alpha1
                    kind: GatewayBundle
                    providers: [{id: %1$s, provider_type: echo}]
                    llmRoutes:
                    - id: %1$s
                      protocol: openai
                      match_policy: {path_prefix: /%1$s}
                      target_policy: {type: direct-provider, provider_id: %1$s}
                    virtualKeys: [{id: key-%1$s, allowed_route_ids: [%1$s]}]
                    """
                            .formatted(name));
        }
        Files.writeString(folder.resolve("hook-new"), "new-secret\n");
        oldSecret = Files.writeString(folder.resolve("hook-old"), "old-secret\n");
        Files.writeString(
                folder.resolve("agwd.yaml"),
                """
                sources:
                  - {id: prod, dir: prod, interval: 1h, hook_secret_files: [hook-new, hook-old]}
                  - {id: bare, dir: bare, interval: 1h}
                """);
        gateway = RunningGateway.start(folder, Map.of()).awaitReady();
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        gateway.admin("GET", "/admin/gitops/sources", "")
                                        .text()
                                        .split("\"Synced\"", -1)
                                        .length
                                == 3);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void signedCallsMakeTheGatewayLookOnceAndNothingInThemIsBelieved() throws Exception {
        var before = gateway.admin("GET", "/admin/gitops/sources/prod", "").json();

        for (int i = 0; i < 4; i++) {
            assertThat(call("prod", BODY, "new-secret", "delivery-" + i).statusCode())
                    .isEqualTo(202);
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> attempts() >= 1);
        var after = gateway.admin("GET", "/admin/gitops/sources/prod", "").json();
        assertThat(attempts()).isLessThanOrEqualTo(2);
        assertThat(after.at("/status/lastFetched/revision"))
                .isEqualTo(before.at("/status/lastFetched/revision"));
        assertThat(after.toString()).doesNotContain("deadbeef", "evil.example");
    }

    @Test
    void whatIsNotSignedIsRefusedAlikeAndARepetitionIsNotLookedAt() throws Exception {
        var wrong = call("prod", BODY, "wrong-secret", "d1");
        var bare = call("bare", BODY, "new-secret", "d2");
        var nobody = call("nobody", BODY, "new-secret", "d3");

        assertThat(List.of(wrong.statusCode(), bare.statusCode(), nobody.statusCode()))
                .containsOnly(401);
        assertThat(List.of(wrong.body(), bare.body(), nobody.body())).containsOnly("");

        assertThat(call("prod", BODY, "new-secret", "again").statusCode()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(30)).until(() -> attempts() == 1);
        assertThat(call("prod", BODY, "new-secret", "again").statusCode()).isEqualTo(202);
        assertThat(metrics())
                .contains(
                        "agw_gitops_webhook_requests_total{result=\"repeated\",source=\"prod\"} 1");
    }

    @Test
    void theOldSecretCountsUntilItsFileIsGone() throws Exception {
        assertThat(call("prod", BODY, "old-secret", "d1").statusCode()).isEqualTo(202);

        Files.delete(oldSecret);

        assertThat(call("prod", BODY, "old-secret", "d2").statusCode()).isEqualTo(401);
        assertThat(call("prod", BODY, "new-secret", "d3").statusCode()).isEqualTo(202);
    }

    @Test
    void aLargeBodyIsRefusedBeforeItIsRead() throws Exception {
        var answer = call("prod", "x".repeat(10 << 20), "new-secret", "d1");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(metrics()).doesNotContain("agw_gitops_webhook_requests_total{");
    }

    @Test
    void aFloodIsThrottledAndTrafficGoesOn() throws Exception {
        var key = gateway.key("key-prod");
        var calls = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 1_000; i++) {
            var delivery = "d" + i;
            calls.add(
                    i % 10 == 0
                            ? () ->
                                    gateway.data(
                                                    "POST",
                                                    "/prod/v1/chat/completions",
                                                    key,
                                                    "{\"model\":\"m\",\"messages\":[]}")
                                            .status()
                            : () -> call("prod", BODY, "new-secret", delivery).statusCode());
        }

        var traffic = new ArrayList<Integer>();
        var hooks = new ArrayList<Integer>();
        try (var threads = Executors.newFixedThreadPool(16)) {
            var answers = threads.invokeAll(calls);
            for (int i = 0; i < answers.size(); i++) {
                (i % 10 == 0 ? traffic : hooks).add(answers.get(i).get());
            }
        }

        assertThat(traffic).containsOnly(200);
        assertThat(hooks).containsOnly(202, 429).contains(202, 429);
        assertThat(hooks.stream().filter(status -> status == 429).count()).isGreaterThan(500);
    }

    private HttpResponse<String> call(String source, String body, String secret, String delivery)
            throws GeneralSecurityException {
        return gateway.post(
                "/hooks/git/" + source,
                body,
                "X-Hub-Signature-256",
                "sha256=" + hmac(secret, body),
                "X-GitHub-Delivery",
                delivery);
    }

    private static String hmac(String secret, String body) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private String metrics() {
        return gateway.admin("GET", "/metrics", "").text();
    }

    /// Attempts that webhooks made.
    private double attempts() {
        return metrics()
                .lines()
                .filter(line -> line.startsWith("agw_gitops_reconcile_total{"))
                .filter(line -> line.contains("source=\"prod\"") && line.contains("webhook"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf("} ") + 2)))
                .sum();
    }
}
