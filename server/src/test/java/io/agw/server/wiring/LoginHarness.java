package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.played.OAuthServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A whole gateway, an identity provider on a real socket, and a browser of the test's.
abstract class LoginHarness {
    static final String HEAD = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n";
    static final String PROVIDER = "providers:\n- {id: p, provider_type: codex}\n";
    static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path folder;
    private final HttpClient browser = HttpClient.newHttpClient();
    volatile Instant now = Instant.now();
    OAuthServer vendor;
    RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        vendor = new OAuthServer();
        gateway = RunningGateway.start(folder, Map.of(), () -> now);
    }

    @AfterEach
    void stop() {
        gateway.close();
        vendor.close();
        browser.close();
    }

    final void apply(String authenticator, String more) {
        bundle(PROVIDER + vendor.authenticator(authenticator, more));
    }

    final void bundle(String sections) {
        var applied = gateway.admin("POST", "/admin/bundle/apply", HEAD + sections);
        assertThat(applied.status()).as(applied.text()).isEqualTo(200);
    }

    final JsonNode begin(String name, String order) {
        var begun = post("/admin/cliauth/authenticators/" + name + "/login", order);
        assertThat(begun.status()).as(begun.text()).isEqualTo(202);
        assertThat(begun.json().path("status").asString()).isEqualTo("login_started");
        return begun.json();
    }

    /// Where the sign-in page sends the browser.
    final String signIn(JsonNode login) {
        var page = URI.create(login.path("verification_url").asString());
        try {
            var answer =
                    browser.send(
                            HttpRequest.newBuilder(page).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
            return answer.headers().firstValue("location").orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    final JsonNode answer(JsonNode login, String answer) {
        var path = "/admin/cliauth/logins/" + login.path("login_id").asString() + "/callback";
        var taken = post(path, "{'answer':'" + answer + "'}");
        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
        return taken.json();
    }

    final JsonNode awaitEnd(JsonNode login) {
        var one = "/admin/cliauth/logins/" + login.path("login_id").asString();
        await().atMost(PATIENCE).until(() -> get(one).has("finished_at"));
        return get(one);
    }

    /// How the tokens of the one credential do.
    final JsonNode status() {
        return get("/admin/cliauth/refresher").path("items").path(0);
    }

    final JsonNode get(String path) {
        return gateway.admin("GET", path, "").json();
    }

    final RunningGateway.Answer post(String path, String body) {
        return gateway.admin("POST", path, body.replace('\'', '"'));
    }
}
