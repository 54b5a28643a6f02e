package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.telemetry.HeardLogs;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// What becomes of the tokens of a login in a whole gateway.
@Timeout(120)
final class LoginTokensTest extends LoginHarness {
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
            await().atMost(PATIENCE).until(() -> traces().toString().contains("renew login"));
        }
    }

    private List<JsonNode> traces() {
        return get("/admin/traces")
                .path("items")
                .valueStream()
                .map(trace -> get("/admin/traces/" + trace.path("trace_id").asString()))
                .toList();
    }

    @Test
    void noSecretOfALoginIsShownOrLogged() {
        try (var heard = new HeardLogs()) {
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
            outputs.append(heard.text());

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
        }
    }
}
