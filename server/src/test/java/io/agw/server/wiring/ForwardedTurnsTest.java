package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.settings.LogSettings;
import io.agw.server.settings.Setting;
import io.agw.server.telemetry.Logs;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.SeenRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What passes through a whole gateway, and what stays of it: clients' own keys, kept responses,
/// files.
@Timeout(120)
final class ForwardedTurnsTest {
    private static final int MIB = 1024 * 1024;
    private static final String RESPONSE =
            "{\"id\":\"resp_1\",\"object\":\"response\",\"output\":[],\"error\":null}";
    private static final String FORM =
            "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";

    private final Canaries canaries = new Canaries();
    private @TempDir Path folder;
    private FakeUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = FakeUpstream.start(Behaviours.json(200, RESPONSE));
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(
                bundles.resolve("bundle.yaml"),
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers:
                - id: fake
                  provider_type: openai
                  api_key: sk-upstream
                  base_url: %s
                  network: {max_retries: 0}
                llmRoutes:
                - id: all
                  protocol: openai
                  target_policy: {type: direct-provider, provider_id: fake}
                - id: own
                  protocol: openai
                  match_policy: {path_prefix: /own}
                  target_policy: {type: direct-provider, provider_id: fake, credential: caller}
                virtualKeys:
                - {id: team, allowed_route_ids: [all, own]}
                """
                        .formatted(upstream.baseUrl()));
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @Test
    void nothingOfAClientsOwnKeyStaysBehind() throws IOException {
        var own = canaries.plant("client's own key");
        var logged = new ByteArrayOutputStream();
        var logs =
                Logs.install(
                        new LogSettings(LogSettings.Format.TEXT, LogSettings.Level.TRACE),
                        new PrintStream(logged, true, StandardCharsets.UTF_8));
        var shown = new StringBuilder();
        try (var gateway = gateway()) {
            var key = gateway.key("team");
            shown.append(ask(gateway, key, own, 200));
            upstream.then(
                    Behaviours.json(
                            401,
                            "{\"error\":{\"message\":\"%1$s\",\"code\":\"%1$s\",\"type\":\"%1$s\"}}"
                                    .formatted(own)));
            shown.append(ask(gateway, key, own, 401));
            upstream.then(Behaviours.reset());
            shown.append(ask(gateway, key, own, 502));
            shown.append(ask(gateway, "vk-unknown", own, 401));
            shown.append(ask(gateway, own, key, 401));
            shown.append(gateway.admin("GET", "/admin/bundle/export", "").text());
            assertThat(asked("/responses"))
                    .hasSize(3)
                    .allSatisfy(seen -> {
                        assertThat(seen.header("authorization")).isEqualTo("Bearer " + own);
                        assertThat(String.join("\n", seen.headers())).doesNotContain(key);
                    });
        } finally {
            logs.uninstall();
        }

        assertThat(canaries.in(shown.toString())).isEmpty();
        assertThat(canaries.in(logged.toString(StandardCharsets.UTF_8))).isEmpty();
        assertThat(canaries.inFiles(folder.resolve("data"))).isEmpty();
    }

    @Test
    void aKeptResponseIsFoundAfterARestart() {
        try (var gateway = gateway()) {
            var key = gateway.key("team");
            assertThat(gateway.data("POST", "/v1/responses", key, "{\"model\":\"m\"}").status())
                    .isEqualTo(200);
        }
        try (var gateway = gateway()) {
            var key = gateway.key("team");

            assertThat(gateway.data("GET", "/v1/responses/resp_1", key, "").text())
                    .isEqualTo(RESPONSE);
            assertThat(gateway.data("GET", "/v1/responses/resp_2", key, "").code())
                    .isEqualTo("response_not_found");
        }
    }

    @Test
    void aFormMayBeLargerThanOtherBodiesUpToItsOwnLimit() {
        try (var gateway = gateway()) {
            var key = "Bearer " + gateway.key("team");
            var file = FORM + "x".repeat(21 * MIB) + "\r\n--XX--\r\n";

            assertThat(upload(gateway, key, "multipart/form-data; boundary=XX", file))
                    .isEqualTo(200);
            assertThat(asked("/files").getLast().body()).hasSize(file.length());
            assertThat(upload(gateway, key, "application/json", file)).isEqualTo(413);
            assertThat(upload(gateway, key, "multipart/form-data; boundary=XX", file + file))
                    .isEqualTo(413);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/files/%2e%2e/admin",
                "/v1/files/..%2fadmin",
                "/v1/files/..;/admin",
                "/v1/files/a%5cb",
                "/v1/files/%252e%252e/admin",
                "/v1/files/http:/evil.example/"
            })
    void aPathWithTricksReachesNoUpstream(String path) {
        try (var gateway = gateway()) {
            var answer = gateway.data("GET", path, gateway.key("team"), "");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid_path");
            assertThat(asked("files")).isEmpty();
        }
    }

    /// What was passed on; the gateway also asks for models by itself.
    private List<SeenRequest> asked(String part) {
        return upstream.requests().stream().filter(seen -> seen.target().contains(part)).toList();
    }

    private RunningGateway gateway() {
        return RunningGateway.start(
                        folder,
                        Map.of(
                                Setting.SOURCES,
                                List.of("bundles"),
                                Setting.UPLOADS_MAX_BYTES,
                                List.of(Integer.toString(32 * MIB))))
                .awaitReady();
    }

    private static String ask(RunningGateway gateway, String key, String own, int status) {
        var answer =
                gateway.post(
                        "/own/v1/responses",
                        "{\"model\":\"m\"}",
                        "Authorization",
                        "Bearer " + own,
                        "x-agw-key",
                        key);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body() + answer.headers();
    }

    private static int upload(RunningGateway gateway, String key, String type, String body) {
        return gateway.post("/v1/files", body, "Authorization", key, "Content-Type", type)
                .statusCode();
    }
}
