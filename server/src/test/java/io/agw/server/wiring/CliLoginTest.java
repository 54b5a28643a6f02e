package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.played.OAuthServer;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Logins of vendors' command lines through the Admin API of a whole gateway.
@Timeout(120)
final class CliLoginTest {
    private static final String HEAD = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n";
    private static final String PROVIDER = "providers:\n- {id: p, provider_type: codex}\n";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder;
    private final HttpClient browser = HttpClient.newHttpClient();
    private volatile Instant now = Instant.now();
    private OAuthServer vendor;
    private RunningGateway gateway;

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

    @ParameterizedTest
    @ValueSource(strings = {"codex", "claude", "gemini"})
    void aPersonSignsInAndTheGatewayKeepsTheTokens(String name) {
        var flow = name.equals("claude") ? "claudecode" : name;
        apply(name, "");

        var login = begin(name, "{'provider_id':'p','scope':'team','callback_port':4711}");
        assertThat(login.path("phase").asString()).isEqualTo("awaiting_browser_auth");
        assertThat(login.path("authenticator_name").asString()).isEqualTo(flow);
        assertThat(login.path("redirect_uri").asString()).startsWith("http://localhost:4711/");
        var ended = answer(login, signIn(login));

        assertThat(ended.path("status").asString()).as(ended.toString()).isEqualTo("succeeded");
        assertThat(ended.has("verification_url")).isFalse();
        var id = ended.path("credential_id").asString();
        var credential = get("/admin/credentials/" + id);
        assertThat(credential.path("type").asString()).isEqualTo("cliauth_token");
        assertThat(credential.path("scope").asString()).isEqualTo("team");
        assertThat(credential.path("label").asString()).isEqualTo("ann@example.com");
        assertThat(credential.path("owner").asString()).isEqualTo("admin");
        var status = status();
        assertThat(status.path("credential_id").asString()).isEqualTo(id);
        assertThat(status.path("authenticator_name").asString()).isEqualTo(flow);
        assertThat(status.path("status").asString()).isEqualTo("ok");
        assertThat(status.has("next_at")).isEqualTo(!name.equals("gemini"));
    }

    @Test
    void aCodeIsEnteredElsewhereAndTheGatewayFindsOut() {
        apply("codex", ", device_flow: true, device_url: \"" + vendor.url("/device") + "\"");

        var login = begin("codex", "{'provider_id':'p','label':'mine'}");
        assertThat(login.path("phase").asString()).isEqualTo("waiting_for_device_confirmation");
        assertThat(login.path("user_code").asString()).isEqualTo("ABCD-EFGH");
        assertThat(login.path("verification_url").asString()).isEqualTo(vendor.url("/device"));
        vendor.confirmDevice();

        var ended = awaitEnd(login);
        assertThat(ended.path("status").asString()).as(ended.toString()).isEqualTo("succeeded");
        var credential = get("/admin/credentials/" + ended.path("credential_id").asString());
        assertThat(credential.path("label").asString()).isEqualTo("mine");
        assertThat(credential.path("scope").asString()).isEqualTo("id:p");
    }

    @Test
    void nothingCanBeStartedUntilSomebodyEnablesIt() {
        var body = "{'provider_id':'p','callback_port':1}";
        assertThat(post("/admin/cliauth/authenticators/codex/login", body).status()).isEqualTo(404);
        assertThat(post("/admin/cliauth/authenticators/other/login", body).status()).isEqualTo(404);

        bundle(PROVIDER + "cliAuthAuthenticators: [{name: codex, enabled: true}]\n");
        var incomplete = post("/admin/cliauth/authenticators/codex/login", body);

        assertThat(incomplete.status()).isEqualTo(409);
        assertThat(incomplete.json().path("code").asString()).isEqualTo("incomplete");
        assertThat(incomplete.text()).contains("config.client_id is missing");
    }

    @Test
    void wishesThatCannotBeAreRefused() {
        apply("claudecode", "");
        var start = "/admin/cliauth/authenticators/claudecode/login";

        assertThat(post(start, "{}").status()).isEqualTo(400);
        assertThat(post(start, "{'provider_id':'nobody'}").status()).isEqualTo(404);
        assertThat(post(start, "{'credential_id':'nobody'}").status()).isEqualTo(404);
        assertThat(post(start, "{'credential_id':'c','scope':'s'}").status()).isEqualTo(400);
        assertThat(post(start, "{'provider_id':'p','device_flow':true}").text())
                .contains("claudecode has none");
        assertThat(post(start, "{'provider_id':'p','callback_port':70000}").status())
                .isEqualTo(400);
        assertThat(post(start, "{'provider_id':'p','other':1}").status()).isEqualTo(400);
    }

    @Test
    void onlyWhatBelongsToTheLoginEndsIt() {
        apply("codex", "");
        var login = begin("codex", "{'provider_id':'p','callback_port':4711}");
        var address = signIn(login);
        var callback = "/admin/cliauth/logins/" + login.path("login_id").asString() + "/callback";

        for (var wrong :
                List.of(
                        address.replaceFirst("state=..", "state=xx"),
                        address.replaceFirst("&state=.*", ""),
                        "http://localhost:4711/auth/callback?state=x",
                        "some code",
                        "code#state")) {
            assertThat(post(callback, "{'answer':'" + wrong + "'}").status())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(post(callback.replace("clilogin", "other"), "{'answer':'a#b'}").status())
                .isEqualTo(404);

        assertThat(answer(login, address).path("status").asString()).isEqualTo("succeeded");
        assertThat(post(callback, "{'answer':'" + address + "'}").status()).isEqualTo(409);
        assertThat(vendor.asked()).hasSize(1);
    }

    @Test
    void aCodeThatIsNotGoodOrARefusalFailsTheLogin() {
        apply("codex", "");
        var login = begin("codex", "{'provider_id':'p','callback_port':4711}");
        var bad = answer(login, signIn(login).replaceFirst("code=code-", "code=x-"));
        assertThat(bad.path("status").asString()).isEqualTo("failed");
        assertThat(bad.path("error").asString()).isEqualTo("code_exchange_failed: invalid_grant");

        login = begin("codex", "{'provider_id':'p','callback_port':4711}");
        var state = signIn(login).replaceFirst(".*&state=", "");
        var refused = answer(login, "/x?error=access_denied&state=" + state);
        assertThat(refused.path("error").asString())
                .isEqualTo("the sign-in page refused: access_denied");
        assertThat(get("/admin/credentials").path("items").size()).isZero();
    }

    @Test
    void aCodeMayBePastedAsPagesShowIt() {
        apply("claudecode", "");
        var login = begin("claude", "{'provider_id':'p','free_port':4711}");
        var address = signIn(login);
        var pasted = address.replaceFirst(".*code=", "").replace("&state=", "#");

        assertThat(answer(login, pasted).path("status").asString()).isEqualTo("succeeded");
    }

    @Test
    void oneLoginRunsAtATimeAndEndsWithItsTimeOrByCancelling() {
        apply("codex", "");
        var order = "{'provider_id':'p'}";
        var start = "/admin/cliauth/authenticators/codex/login";
        var first = begin("codex", order);
        assertThat(first.path("redirect_uri").asString())
                .isEqualTo("http://localhost:1455/auth/callback");
        assertThat(post(start, order).status()).isEqualTo(409);

        now = now.plus(Duration.ofMinutes(5));
        var one = "/admin/cliauth/logins/" + first.path("login_id").asString();
        assertThat(get(one).path("error").asString()).contains("callback_timeout");
        assertThat(post(one + "/callback", "{'answer':'" + signIn(first) + "'}").status())
                .isEqualTo(409);

        var second = begin("codex", order);
        one = "/admin/cliauth/logins/" + second.path("login_id").asString();
        assertThat(post(one + "/cancel", "{}").json().path("phase").asString())
                .isEqualTo("cancelled");
        assertThat(post(one + "/cancel", "{}").status()).isEqualTo(409);
        begin("codex", order);
    }

    @Test
    void tokensOutliveARestartAndAnApplyAndEndWithTheirCredential() {
        apply("codex", "");
        var login = begin("codex", "{'provider_id':'p','callback_port':4711}");
        var id = answer(login, signIn(login)).path("credential_id").asString();
        var before = status();

        apply("codex", ", no_browser: true");
        assertThat(status()).isEqualTo(before);
        gateway.close();
        gateway = RunningGateway.start(folder, Map.of(), () -> now);
        assertThat(status()).isEqualTo(before);

        assertThat(gateway.admin("DELETE", "/admin/credentials/" + id, "").status()).isEqualTo(200);
        assertThat(get("/admin/cliauth/refresher").path("items").size()).isZero();
        post("/admin/credentials", "{'id':'" + id + "','type':'cliauth_token','provider_id':'p'}");
        assertThat(status().path("status").asString()).isEqualTo("none");
    }

    @Test
    void aDeclaredCredentialIsSignedInForWithoutBecomingAnothers() {
        apply("codex", "");
        bundle(
                PROVIDER
                        + vendor.authenticator("codex", "")
                        + "credentials: [{id: ours, type: cliauth_token, provider_id: p}]\n");
        var before = get("/admin/credentials/ours");

        var login = begin("codex", "{'credential_id':'ours','callback_port':4711}");
        var ended = answer(login, signIn(login));

        assertThat(ended.path("credential_id").asString()).isEqualTo("ours");
        assertThat(get("/admin/credentials/ours")).isEqualTo(before);
        assertThat(status().path("status").asString()).isEqualTo("ok");
    }

    @Test
    void theRefresherIsSwitchedOffAndOn() {
        assertThat(get("/admin/cliauth/refresher").path("enabled").asBoolean()).isTrue();
        assertThat(post("/admin/cliauth/refresher/disable", "{}").text())
                .isEqualTo("{\"status\":\"disabled\",\"enabled\":false}");
        assertThat(post("/admin/cliauth/refresher/disable", "{}").status()).isEqualTo(200);
        assertThat(get("/admin/cliauth/refresher").path("enabled").asBoolean()).isFalse();
        assertThat(post("/admin/cliauth/refresher/enable", "{}").status()).isEqualTo(201);
        assertThat(post("/admin/cliauth/refresher/enable", "{}").status()).isEqualTo(200);
    }

    @Test
    void theBackgroundRenewsWhatIsDueAndCountsIt() {
        vendor.validFor(7200);
        apply("codex", "");
        var login = begin("codex", "{'provider_id':'p','callback_port':4711}");
        answer(login, signIn(login));

        now = now.plus(Duration.ofHours(1));

        await().atMost(PATIENCE).until(() -> vendor.renewals() == 1);
        await().atMost(PATIENCE)
                .until(() ->
                        gateway.admin("GET", "/metrics/prometheus", "")
                                .text()
                                .contains(
                                        "agw_login_renewals_total{authenticator=\"codex\",outcome=\"renewed\"} 1"));
    }

    @Test
    void theProviderIsShownTheTokenAndAnotherOneOnceItIsOverOrRefused() throws IOException {
        try (var upstream = FakeUpstream.start(Behaviours.json(200, Behaviours.COMPLETION))) {
            bundle(
                    """
                    providers:
                    - {id: p, provider_type: openai, base_url: "%s"}
                    llmRoutes:
                    - id: r
                      protocol: openai
                      target_policy: {type: direct-provider, provider_id: p}
                    virtualKeys:
                    - {id: k, allowed_route_ids: [r]}
                    """
                                    .formatted(upstream.baseUrl())
                            + vendor.authenticator("codex", ""));
            var login = begin("codex", "{'provider_id':'p','callback_port':4711}");
            answer(login, signIn(login));
            var key = gateway.key("k");

            assertThat(gateway.chat(key, "m").status()).isEqualTo(200);
            now = now.plus(Duration.ofHours(1));
            assertThat(gateway.chat(key, "m").status()).isEqualTo(200);
            upstream.then(
                    Behaviours.json(401, "{\"error\":{\"message\":\"no\"}}"),
                    Behaviours.json(200, Behaviours.COMPLETION));
            gateway.chat(key, "m");
            gateway.awaitChat(key, "m", 200);

            var shown =
                    upstream.requests().stream()
                            .filter(request -> request.target().endsWith("/chat/completions"))
                            .map(request -> request.header("Authorization"))
                            .distinct()
                            .toList();
            assertThat(shown).hasSize(3).allMatch(header -> header.startsWith("Bearer at-"));
            assertThat(vendor.renewals()).isEqualTo(2);
        }
    }

    @Test
    void noSecretOfALoginIsShownOrLogged() {
        var logged = new ByteArrayOutputStream();
        var handler = logTo(logged);
        try {
            bundle(
                    PROVIDER
                            + vendor.authenticator(
                                    "gemini", ", client_secret: '${S:-very-secret-text}'"));
            var outputs = new StringBuilder();
            var login = begin("gemini", "{'provider_id':'p','callback_port':4711}");
            var verifier = signIn(login);
            var ended = answer(login, verifier);
            assertThat(vendor.asked().getFirst())
                    .containsEntry("client_secret", "very-secret-text");
            vendor.renewalStatus(500);
            now = now.plus(Duration.ofHours(2));
            outputs.append(ended)
                    .append(get("/admin/cliauth/refresher"))
                    .append(get("/admin/credentials"))
                    .append(get("/admin/cliauth/authenticators"))
                    .append(get("/admin/cliauth/logins/" + login.path("login_id").asString()))
                    .append(gateway.admin("GET", "/admin/bundle/export", "").text())
                    .append(gateway.admin("GET", "/metrics/prometheus", "").text());
            handler.flush();
            outputs.append(logged.toString(StandardCharsets.UTF_8));

            assertThat(vendor.given()).hasSize(3);
            assertThat(outputs.toString())
                    .doesNotContain(vendor.given())
                    .doesNotContain("very-secret-text")
                    .doesNotContain(vendor.asked().getFirst().get("code_verifier"))
                    .contains("gemini");
            var canaries = new Canaries();
            vendor.given().forEach(secret -> canaries.plant(secret, secret));
            canaries.plant("client secret", "very-secret-text");
            gateway.close();
            assertThat(canaries.inFiles(folder)).isEmpty();
        } finally {
            Logger.getLogger("").removeHandler(handler);
        }
    }

    private static Handler logTo(ByteArrayOutputStream out) {
        var handler =
                new StreamHandler(
                        new PrintStream(out, true, StandardCharsets.UTF_8), new SimpleFormatter()) {
                    @Override
                    public synchronized void publish(LogRecord record) {
                        super.publish(record);
                        flush();
                    }
                };
        Logger.getLogger("").addHandler(handler);
        return handler;
    }

    private void apply(String authenticator, String more) {
        bundle(PROVIDER + vendor.authenticator(authenticator, more));
    }

    private void bundle(String sections) {
        var applied = gateway.admin("POST", "/admin/bundle/apply", HEAD + sections);
        assertThat(applied.status()).as(applied.text()).isEqualTo(200);
    }

    private JsonNode begin(String name, String order) {
        var begun = post("/admin/cliauth/authenticators/" + name + "/login", order);
        assertThat(begun.status()).as(begun.text()).isEqualTo(202);
        assertThat(begun.json().path("status").asString()).isEqualTo("login_started");
        return begun.json();
    }

    /// Where the sign-in page sends the browser.
    private String signIn(JsonNode login) {
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

    private JsonNode answer(JsonNode login, String answer) {
        var path = "/admin/cliauth/logins/" + login.path("login_id").asString() + "/callback";
        var taken = post(path, "{'answer':'" + answer + "'}");
        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
        return taken.json();
    }

    private JsonNode awaitEnd(JsonNode login) {
        var one = "/admin/cliauth/logins/" + login.path("login_id").asString();
        await().atMost(PATIENCE).until(() -> get(one).has("finished_at"));
        return get(one);
    }

    /// How the tokens of the one credential do.
    private JsonNode status() {
        return get("/admin/cliauth/refresher").path("items").path(0);
    }

    private JsonNode get(String path) {
        return gateway.admin("GET", path, "").json();
    }

    private RunningGateway.Answer post(String path, String body) {
        return gateway.admin("POST", path, body.replace('\'', '"'));
    }
}
