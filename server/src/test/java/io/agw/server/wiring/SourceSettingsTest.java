package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a source's settings come to in a whole gateway: webhooks, limits, the static configuration.
class SourceSettingsTest {
    private static final String HEAD = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n";
    private static final String PROVIDER = "providers: [{id: a, provider_type: echo}]\n";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder;

    @Test
    void aSignedWebhookMakesItsSourceLookAndNoOtherCallDoes() throws Exception {
        write("bundles/a.yaml", HEAD + PROVIDER);
        write("hook", "hook-secret\n");
        try (var gateway =
                start(
                        """
                        sources:
                          - {id: prod, dir: bundles, interval: 1h, hook_secret_files: [hook]}
                          - {id: quiet, dir: bundles, include: [none.yaml], interval: 1h}
                        """)) {
            awaitMetric(gateway, "agw_gitops_ready{source=\"prod\"} 1");

            var body = "{\"ref\":\"refs/heads/main\"}";
            var signature = hmac("hook-secret", body);
            assertThat(gateway.hook("prod", body, signature).status()).isEqualTo(202);
            assertThat(gateway.hook("prod", body, hmac("other", body)).status()).isEqualTo(401);
            assertThat(gateway.hook("quiet", body, signature).status()).isEqualTo(401);
            assertThat(gateway.hook("nobody", body, signature).status()).isEqualTo(401);
            var large = "x".repeat((1 << 20) + 1);
            assertThat(gateway.hook("prod", large, signature).status()).isEqualTo(413);

            awaitMetric(
                    gateway,
                    "agw_gitops_reconcile_total{result=\"unchanged\",source=\"prod\","
                            + "trigger=\"webhook\"} 1");
            assertThat(metrics(gateway))
                    .contains(
                            hooks("accepted", "prod") + 1,
                            hooks("unauthorized", "prod") + 1,
                            hooks("unauthorized", "quiet") + 1,
                            hooks("unauthorized", "") + 1);
        }
    }

    @Test
    void aSourceMayHoldLargerFilesWhereTheOperatorSaysSo() throws Exception {
        write("bundles/a.yaml", HEAD + "# " + "x".repeat(300 << 10) + "\n" + PROVIDER);

        try (var gateway =
                start(
                        """
                        sources:
                          - {id: usual, dir: bundles}
                          - {id: wide, dir: bundles, limits: {file_bytes: 1048576}}
                        """)) {
            awaitMetric(gateway, "agw_gitops_ready{source=\"wide\"} 1");
            awaitMetric(gateway, "agw_gitops_stalled{reason=\"FileTooLarge\",source=\"usual\"} 1");
        }
    }

    @Test
    void theStaticConfigurationIsReadOnlyForEveryone() throws Exception {
        write("static.yaml", HEAD + PROVIDER);
        try (var gateway = start("static_config: static.yaml\n")) {
            assertThat(gateway.admin("GET", "/admin/llm/providers/a", "").text())
                    .contains("\"read_only\":true");
            for (var force : List.of("", "?force=true&reason=incident")) {
                var refused = gateway.admin("DELETE", "/admin/llm/providers/a" + force, "");
                assertThat(refused.status()).isEqualTo(409);
                assertThat(refused.text()).contains("static");
            }
        }
    }

    @Test
    void anInvalidStaticConfigurationStopsTheStart() throws Exception {
        write("static.yaml", HEAD + "providers: [{id: a, provider_type: ecko}]\n");

        assertThatThrownBy(() -> start("static_config: static.yaml\n"))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("static.yaml:3:")
                .hasMessageContaining("did you mean echo?");
    }

    @Test
    void aFileOfHeadersThatCannotBeReadIsNamedWithTheReason() {
        assertThatThrownBy(() ->
                        start(
                                """
                                tracing:
                                  otlp_endpoint: http://127.0.0.1:1/v1/traces
                                  otlp_headers_file: none
                                """))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "tracing.otlp_headers_file: "
                                + folder.resolve("none")
                                + ": no such file or directory");
    }

    private RunningGateway start(String settings) throws IOException {
        write("agwd.yaml", settings);
        return RunningGateway.start(folder, Map.of());
    }

    private static void awaitMetric(RunningGateway gateway, String line) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(metrics(gateway)).contains(line));
    }

    private static String metrics(RunningGateway gateway) {
        return gateway.admin("GET", "/metrics/prometheus", "").text();
    }

    private static String hooks(String result, String source) {
        return "agw_gitops_webhook_requests_total{result=\"%s\",source=\"%s\"} "
                .formatted(result, source);
    }

    private static String hmac(String secret, String body) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256="
                + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
