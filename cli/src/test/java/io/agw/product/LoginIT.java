package io.agw.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.agw.played.OAuthServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `agwctl` signs in at a vendor for a real gateway, which shows the token to the provider. The
/// browser is a command that follows the page, as a browser does, back to the waiting `agwctl`.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LoginIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MESSAGE =
            """
            {"id":"msg_1","type":"message","role":"assistant","model":"m","stop_reason":"end_turn",
             "stop_sequence":null,"content":[{"type":"text","text":"by message"}],
             "usage":{"input_tokens":1,"output_tokens":2}}
            """;
    private static final String ITEM =
            "{\"id\":\"i\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\","
                    + "\"content\":[{\"type\":\"output_text\",\"text\":\"by response\",\"annotations\":[]}]}";
    private static final String RESPONSE =
            """
            event: response.completed
            data: {"type":"response.completed","response":{"id":"r","object":"response",\
            "status":"completed","model":"m","output":[%s],\
            "usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}}}

            """
                    .formatted(ITEM);

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private Path folder;
    private OAuthServer vendor;
    private HttpServer upstream;
    private Programs programs;

    /// What the provider was shown.
    private record Seen(String path, String authorization, String account) {}

    @BeforeAll
    void start(@TempDir Path root) throws Exception {
        folder = root;
        vendor = new OAuthServer();
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", this::answer);
        upstream.start();
        var checkout = Checkout.into(root);
        var bundles = Files.createDirectory(root.resolve("bundles"));
        Files.writeString(bundles.resolve("bundle.yaml"), bundle());
        var browser = root.resolve("browser");
        Files.writeString(browser, "#!/bin/sh\nexec curl -sL --noproxy '*' -o page.html \"$1\"\n");
        assertThat(browser.toFile().setExecutable(true)).isTrue();
        programs = Programs.start(checkout, "bin/agwd --source bundles");
    }

    @AfterAll
    void stop() {
        if (programs != null) {
            programs.close();
        }
        upstream.stop(0);
        vendor.close();
    }

    @Test
    void aLoginByBrowserGivesCallsTheirToken() throws Exception {
        var login =
                programs.run(
                        "BROWSER=\"$PWD/browser\" bin/agwctl cliauth login claude"
                                + " --provider claude; echo \"exit code $?\"");

        assertThat(login)
                .contains("opened " + vendor.url("/authorize?"))
                .containsPattern("signed in: credential claudecode-\\S+\nexit code 0\n")
                .doesNotContain("at-", "rt-");
        assertThat(folder.resolve("page.html")).content().contains("You may close this page.");
        assertThat(ask("chat --api anthropic", "/claude")).contains("by message\n");
        assertThat(seen)
                .contains(new Seen("/v1/messages", "Bearer " + accessToken(), ""))
                .allMatch(each -> each.authorization().startsWith("Bearer at-"));
    }

    @Test
    void aCodeEnteredAtTheVendorsPageGivesCallsTheirToken() throws Exception {
        var person = Thread.ofVirtual().start(this::enterTheCode);
        var login =
                programs.run(
                        "bin/agwctl cliauth login codex --provider codex --device-flow;"
                                + " echo \"exit code $?\"");
        person.join();

        assertThat(login)
                .contains("enter the code ABCD-EFGH at " + vendor.url("/device\n"))
                .containsPattern("signed in: credential codex-\\S+\nexit code 0\n");
        assertThat(ask("responses", "/codex")).contains("by response\n");
        assertThat(seen).contains(new Seen("/responses", "Bearer " + accessToken(), "account-1"));
    }

    /// Once the terminal shows it.
    private void enterTheCode() {
        var screen = folder.resolve("script.log");
        await().atMost(PATIENCE).until(() -> text(screen).contains("enter the code ABCD-EFGH"));
        vendor.confirmDevice();
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String ask(String command, String prefix) throws Exception {
        return programs.run(
                "bin/agwctl "
                        + command
                        + " --base-url http://127.0.0.1:8080"
                        + prefix
                        + " --no-stream hello");
    }

    /// The one that the vendor made last.
    private String accessToken() {
        return vendor.given().stream()
                .filter(each -> each.startsWith("at-"))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var path = exchange.getRequestURI().getPath();
            seen.add(
                    new Seen(
                            path,
                            header(exchange, "Authorization"),
                            header(exchange, "Chatgpt-Account-Id")));
            boolean messages = path.endsWith("/messages");
            exchange.getResponseHeaders()
                    .set("Content-Type", messages ? "application/json" : "text/event-stream");
            var body = (messages ? MESSAGE : RESPONSE).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
    }

    private String bundle() {
        return """
        apiVersion: gateway.agw/v1alpha1
        kind: GatewayBundle
        providers:
          - {id: claude, provider_type: claudecode, base_url: '%1$s', default_model: m,
             discovery: {enabled: false}}
          - {id: codex, provider_type: codex, base_url: '%1$s', default_model: m,
             discovery: {enabled: false}}
        cliAuthAuthenticators:
          - {name: claudecode, enabled: true, config: {client_id: %2$s,
             authorize_url: '%3$s/authorize', token_url: '%3$s/token'}}
          - {name: codex, enabled: true, config: {client_id: %2$s, device_url: '%3$s/device',
             authorize_url: '%3$s/authorize', token_url: '%3$s/token'}}
        llmRoutes:
          - {id: messages, protocol: anthropic, match_policy: {path_prefix: /claude},
             target_policy: {provider_id: claude}}
          - {id: responses, protocol: openai, match_policy: {path_prefix: /codex},
             target_policy: {provider_id: codex}}
        virtualKeys:
          - {id: team, allowed_route_ids: [messages, responses]}
        """
                .formatted(
                        "http://127.0.0.1:" + upstream.getAddress().getPort(),
                        OAuthServer.CLIENT,
                        vendor.url(""));
    }
}
