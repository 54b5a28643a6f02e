package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.cli.TestGateway.Answer;
import io.agw.cli.TestGateway.Asked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Signing in at a vendor by way of a gateway, with a browser that the test plays.
@Timeout(60)
final class CliAuthLoginTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String START = "POST /admin/cliauth/authenticators/codex/login";
    private static final String ONE = "/admin/cliauth/logins/clilogin-1";
    private static final String SIGNED_IN =
            "{\"login_id\":\"clilogin-1\",\"status\":\"succeeded\",\"credential_id\":\"codex-1\"}";

    @TempDir Path folder;
    private final TestGateway gateway = new TestGateway();
    private final HttpClient browser = HttpClient.newHttpClient();
    private final AtomicReference<JsonNode> order = new AtomicReference<>(JSON.createObjectNode());

    @AfterEach
    void close() {
        browser.close();
        gateway.close();
    }

    @Test
    void theBrowserComesBackToAPortHereAndTheGatewayIsToldWhere() {
        start(asked -> "http://localhost:" + port(asked, "free_port") + "/auth/callback");
        gateway.on("POST " + ONE + "/callback", 200, SIGNED_IN);
        var run = run();
        whenShown(run, () -> visit("free_port", "/auth/callback?code=c1&state=s1", 200));

        var result = run.agwctl("cliauth", "login", "codex", "--provider", "p", "--scope", "team");

        assertThat(result.err())
                .contains("open this page to sign in: https://id.example.com/a?b=c");
        assertThat(result.code()).as(result.all()).isZero();
        assertThat(result.out()).isEqualTo("signed in: credential codex-1\n");
        assertThat(order.get().path("provider_id").asString()).isEqualTo("p");
        assertThat(order.get().path("scope").asString()).isEqualTo("team");
        assertThat(order.get().has("callback_port")).isFalse();
        assertThat(JSON.readTree(gateway.last().body()).path("answer").asString())
                .isEqualTo("/auth/callback?code=c1&state=s1");
    }

    @Test
    void whateverElseIsAskedOfThePortIsNotHandedOver() {
        start(asked -> "http://localhost:" + port(asked, "free_port") + "/auth/callback");
        gateway.on("POST " + ONE + "/callback", 200, SIGNED_IN);
        var run = run();
        whenShown(
                run,
                () -> {
                    visit("free_port", "/favicon.ico", 404);
                    visit("free_port", "/other?code=c0&state=s0", 404);
                    visit("free_port", "/auth/callback", 404);
                    visit("free_port", "/auth/callback?code=c1&state=s1", 200);
                });

        var result = run.agwctl("cliauth", "login", "codex", "--provider-id", "p");

        assertThat(result.code()).as(result.all()).isZero();
        assertThat(gateway.asked().stream().filter(asked -> asked.path().endsWith("/callback")))
                .hasSize(1);
    }

    @Test
    void anotherPortThanTheFreeOneIsListenedOnWhenTheGatewaySaysSo() throws IOException {
        int fixed = freePort();
        start(_ -> "http://localhost:" + fixed + "/auth/callback");
        gateway.on("POST " + ONE + "/callback", 200, SIGNED_IN);
        var run = run();
        whenShown(run, () -> visit(fixed, "/auth/callback?code=c1&state=s1", 200));

        assertThat(run.agwctl("cliauth", "login", "codex", "--provider-id", "p").code()).isZero();
    }

    @Test
    void aPortInUseIsSaidAndTheLoginGivenUp() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            start(_ -> "http://localhost:" + taken.getLocalPort() + "/auth/callback");
            gateway.on("POST " + ONE + "/cancel", 200, "{}");

            var result = run().agwctl("cliauth", "login", "codex", "--provider-id", "p");

            assertThat(result.code()).isEqualTo(6);
            assertThat(result.err())
                    .startsWith("agwctl: port " + taken.getLocalPort() + " cannot be listened on")
                    .contains("--callback-port");
            assertThat(gateway.last().path()).isEqualTo(ONE + "/cancel");
        }
    }

    @Test
    void anAddressThatIsPastedIsHandedOverUntilOneIsTaken() {
        start(_ -> "https://id.example.com/shows/the/code");
        gateway.on(
                "POST " + ONE + "/callback",
                asked ->
                        asked.body().contains("right")
                                ? Answer.json(200, SIGNED_IN)
                                : Answer.json(400, "{\"error\":\"answer: its state\"}"));
        gateway.on("GET " + ONE, 200, "{\"status\":\"running\"}");

        var result =
                run().input("wrong#state\n\nright#state\n")
                        .agwctl("cliauth", "login", "codex", "--provider-id", "p", "-o", "json");

        assertThat(result.code()).as(result.all()).isZero();
        assertThat(result.err()).contains("not taken: admin API error 400: answer: its state");
        assertThat(JSON.readTree(result.out()).path("credential_id").asString())
                .isEqualTo("codex-1");
    }

    @Test
    void aCodeIsShownAndTheEndAwaited() {
        gateway.on(
                START,
                202,
                """
                {"login_id":"clilogin-1","status":"login_started","user_code":"ABCD-EFGH",
                 "verification_url":"https://id.example.com/device"}
                """);
        var asked = new AtomicReference<>(0);
        gateway.on(
                "GET " + ONE,
                _ ->
                        asked.updateAndGet(n -> n + 1) < 2
                                ? Answer.json(200, "{\"status\":\"running\"}")
                                : Answer.json(200, SIGNED_IN));

        var result =
                run().agwctl("cliauth", "login", "codex", "--credential-id", "c", "--device-flow");

        assertThat(result.code()).as(result.all()).isZero();
        assertThat(result.err())
                .isEqualTo("enter the code ABCD-EFGH at https://id.example.com/device\n");
        var body = JSON.readTree(gateway.asked().getFirst().body());
        assertThat(body.toString()).isEqualTo("{\"credential_id\":\"c\",\"device_flow\":true}");
    }

    @Test
    void aBrowserOfTheCallersIsToldThePage() throws IOException {
        var seen = folder.resolve("seen");
        var script = folder.resolve("browser");
        Files.writeString(script, "#!/bin/sh\nprintf %s \"$1\" > " + seen + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        start(_ -> "https://id.example.com/shows/the/code");
        gateway.on(
                "GET " + ONE,
                _ ->
                        Files.exists(seen)
                                ? Answer.json(200, SIGNED_IN)
                                : Answer.json(200, "{\"status\":\"running\"}"));

        var result =
                run().with("BROWSER", script.toString())
                        .agwctl("cliauth", "login", "codex", "--provider-id", "p");

        assertThat(result.code()).as(result.all()).isZero();
        assertThat(result.err()).contains("opened https://id.example.com/a?b=c");
        assertThat(seen).hasContent("https://id.example.com/a?b=c");

        Files.delete(seen);
        gateway.on("GET " + ONE, 200, SIGNED_IN);
        run().with("BROWSER", script.toString())
                .agwctl("cliauth", "login", "codex", "--provider-id", "p", "--no-browser");
        assertThat(seen).doesNotExist();
    }

    @Test
    void aLoginThatFailsSaysWhy() {
        start(_ -> "https://id.example.com/shows/the/code");
        gateway.on(
                "GET " + ONE,
                200,
                "{\"status\":\"failed\",\"error\":\"code_exchange_failed: invalid_grant\"}");
        var failed = run().agwctl("cliauth", "login", "codex", "--provider-id", "p");
        assertThat(failed.code()).isEqualTo(6);
        assertThat(failed.err())
                .endsWith("agwctl: not signed in: code_exchange_failed: invalid_grant\n");
    }

    @Test
    void aCodeThatIsNotEnteredInTimeIsSaid() {
        gateway.on(
                START,
                202,
                """
                {"login_id":"clilogin-1","status":"login_started","user_code":"ABCD-EFGH",
                 "verification_url":"https://id.example.com/device"}
                """);
        gateway.on(
                "GET " + ONE,
                200,
                "{\"status\":\"failed\",\"phase\":\"expired\",\"error\":\"the code was not entered\"}");

        var late = run().agwctl("cliauth", "login", "codex", "--provider-id", "p", "--device-flow");

        assertThat(late.code()).isEqualTo(7);
        assertThat(late.err()).endsWith("agwctl: not signed in: the code was not entered\n");
    }

    @Test
    void whatIsMissingIsSaidBeforeAnybodyIsAsked() {
        for (var args :
                new String[][] {
                    {"cliauth", "login", "--provider-id", "p"},
                    {"cliauth", "login", "codex"},
                    {"cliauth", "login", "codex", "--provider-id", "p", "--credential-id", "c"},
                    {"cliauth", "login", "codex", "--authenticator", "codex", "--provider-id", "p"}
                }) {
            var result = run().agwctl(args);
            assertThat(result.code()).as(result.all()).isEqualTo(64);
        }
        assertThat(gateway.asked()).isEmpty();

        gateway.on(
                START, 409, "{\"error\":\"config.client_id is missing\",\"code\":\"incomplete\"}");
        var incomplete =
                run().agwctl("cliauth", "login", "--authenticator", "codex", "--provider-id", "p");
        assertThat(incomplete.code()).isEqualTo(5);
        assertThat(incomplete.err()).contains("config.client_id is missing");
    }

    private Run run() {
        return new Run(folder).at(gateway);
    }

    private interface Redirect {
        String of(JsonNode order);
    }

    private void start(Redirect redirect) {
        gateway.on(
                START,
                (Asked asked) -> {
                    var body = JSON.readTree(asked.body());
                    order.set(body);
                    return Answer.json(
                            202,
                            """
                            {"login_id":"clilogin-1","status":"login_started",
                             "verification_url":"https://id.example.com/a?b=c","redirect_uri":"%s"}
                            """
                                    .formatted(redirect.of(body)));
                });
        gateway.on("GET " + ONE, 200, "{\"status\":\"running\"}");
    }

    private static int port(JsonNode order, String member) {
        return order.path(member).asInt();
    }

    /// Once the page has been shown, whoever sits at the browser does something.
    private static void whenShown(Run run, Runnable then) {
        run.whenErrContains("paste the address", () -> Thread.ofVirtual().start(then));
    }

    private void visit(String member, String path, int status) {
        visit(port(order.get(), member), path, status);
    }

    private void visit(int port, String path, int status) {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
            var answer = browser.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != status) {
                throw new AssertionError(path + ": " + answer.statusCode());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
