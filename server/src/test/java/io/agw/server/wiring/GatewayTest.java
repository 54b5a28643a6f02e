package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.agw.server.admin.access.Account;
import io.agw.server.admin.api.Role;
import io.agw.server.settings.Given;
import io.agw.server.settings.Setting;
import io.agw.server.settings.SettingsRead;
import io.agw.server.settings.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole gateway in this process, on free ports.
class GatewayTest {
    private static final String HEAD = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n";
    private static final String PASSWORD = "correct horse battery staple";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Gateway gateway;

    @AfterEach
    void close() {
        if (gateway != null) {
            gateway.close();
        }
        client.close();
    }

    @Test
    void aSignedWebhookMakesItsSourceLookAndNoOtherCallDoes() throws Exception {
        write("bundles/a.yaml", HEAD + "providers: [{id: a, provider_type: echo}]\n");
        write("hook", "hook-secret\n");
        var running =
                start(
                        """
                        sources:
                          - {id: prod, dir: bundles, interval: 1h, hook_secret_files: [hook]}
                          - {id: quiet, dir: bundles, include: [none.yaml], interval: 1h}
                        """);
        awaitMetric("agw_gitops_ready{source=\"prod\"} 1");

        var body = "{\"ref\":\"refs/heads/main\"}";
        assertThat(hook(running, "prod", body, "sha256=" + hmac("hook-secret", body)))
                .isEqualTo(202);
        assertThat(hook(running, "prod", body, "sha256=" + hmac("other", body))).isEqualTo(401);
        assertThat(hook(running, "quiet", body, "sha256=" + hmac("hook-secret", body)))
                .isEqualTo(401);
        assertThat(hook(running, "nobody", body, "sha256=" + hmac("hook-secret", body)))
                .isEqualTo(401);
        assertThat(hook(running, "prod", "x".repeat((1 << 20) + 1), "sha256=0")).isEqualTo(413);

        awaitMetric(
                "agw_gitops_reconcile_total{result=\"unchanged\",source=\"prod\",trigger=\"webhook\"} 1");
        assertThat(metrics())
                .contains(
                        "agw_gitops_webhook_requests_total{result=\"accepted\",source=\"prod\"} 1",
                        "agw_gitops_webhook_requests_total{result=\"unauthorized\",source=\"\"} 1",
                        "agw_gitops_webhook_requests_total{result=\"unauthorized\",source=\"prod\"} 1");
    }

    @Test
    void aSourceMayHoldLargerFilesWhereTheOperatorSaysSo() throws Exception {
        var large =
                HEAD
                        + "# "
                        + "x".repeat(300 << 10)
                        + "\nproviders: [{id: a, provider_type: echo}]\n";
        write("bundles/a.yaml", large);

        start(
                """
                sources:
                  - {id: usual, dir: bundles}
                  - {id: wide, dir: bundles, limits: {file_bytes: 1048576}}
                """);

        awaitMetric("agw_gitops_ready{source=\"wide\"} 1");
        awaitMetric("agw_gitops_stalled{reason=\"FileTooLarge\",source=\"usual\"} 1");
    }

    @Test
    void theStaticConfigurationIsReadOnlyForEveryone() throws Exception {
        write("static.yaml", HEAD + "providers: [{id: fixed, provider_type: echo}]\n");
        var running = start("static_config: static.yaml\n");

        assertThat(admin(running, "GET", "/admin/llm/providers/fixed").body())
                .contains("\"read_only\":true");
        for (var force : List.of("", "?force=true&reason=incident")) {
            var refused = admin(running, "DELETE", "/admin/llm/providers/fixed" + force);
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("static");
        }
    }

    @Test
    void anInvalidStaticConfigurationStopsTheStart() throws Exception {
        write("static.yaml", HEAD + "providers: [{id: fixed, provider_type: ecko}]\n");

        assertThatThrownBy(() -> start("static_config: static.yaml\n"))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("static.yaml:3:")
                .hasMessageContaining("did you mean echo?");
    }

    private Gateway start(String settings) throws IOException {
        write("agwd.yaml", "metrics: {open: true}\n" + settings);
        var read =
                SettingsReader.read(
                        new Given(
                                Map.of(
                                        Setting.ADDR,
                                        List.of("127.0.0.1:0"),
                                        Setting.ADMIN_ADDR,
                                        List.of("127.0.0.1:0")),
                                Map.of(),
                                folder));
        assertThat(read).isInstanceOf(SettingsRead.Good.class);
        var hash = BCrypt.withDefaults().hashToString(4, PASSWORD.toCharArray());
        var started =
                new Gateway(
                        ((SettingsRead.Good) read).settings(),
                        List.of(new Account("root", hash, Role.ADMIN)),
                        Clock.systemUTC(),
                        "test");
        gateway = started;
        started.start();
        return started;
    }

    private void awaitMetric(String line) {
        await().atMost(SOON).untilAsserted(() -> assertThat(metrics()).contains(line));
    }

    private String metrics() {
        return admin(Objects.requireNonNull(gateway), "GET", "/metrics/prometheus").body();
    }

    private HttpResponse<String> admin(Gateway running, String method, String path) {
        var pair = ("root:" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        return send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.adminPort() + path))
                        .header(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString(pair))
                        .method(method, BodyPublishers.noBody()));
    }

    private int hook(Gateway running, String source, String body, String signature) {
        return send(HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + running.dataPort()
                                                + "/hooks/git/"
                                                + source))
                        .header("X-Hub-Signature-256", signature)
                        .POST(BodyPublishers.ofString(body)))
                .statusCode();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(
                    request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String hmac(String secret, String body) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
