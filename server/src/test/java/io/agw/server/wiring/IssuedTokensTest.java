package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.oidc.TestIssuer;
import io.agw.server.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Tokens that an issuer has signed, in place of virtual keys and of accounts.
@Timeout(120)
final class IssuedTokensTest {
    @TempDir private Path folder;
    private TestIssuer issuer;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        issuer = new TestIssuer();
        var home = Files.createDirectory(folder.resolve("home"));
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(
                bundles.resolve("bundle.yaml"),
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers: [{id: echo, provider_type: echo}]
                llmRoutes:
                - {id: all, protocol: openai, target_policy: {type: direct-provider, provider_id: echo}}
                - id: other
                  protocol: openai
                  match_policy: {path_prefix: /other}
                  target_policy: {type: direct-provider, provider_id: echo}
                virtualKeys:
                - id: research
                  allowed_route_ids: [all]
                  asserts_user: true
                  jwt: {issuer: corp, claims: {realm_access.roles: research}}
                - id: lead
                  allowed_models: [big]
                  jwt: {issuer: corp, claims: {realm_access.roles: research, lead: "true"}}
                - {id: off, disabled: true, jwt: {issuer: corp, claims: {azp: old}}}
                accessPolicies:
                - {id: guests, subjects: {users: [mallory]}, deny: {models: ['*']}}
                """);
        Files.writeString(
                home.resolve("agwd.yaml"),
                """
                oidc:
                  issuers:
                  - id: corp
                    url: %s
                    audience: [other, %s]
                    user_claim: sub
                    roles_claim: groups
                    roles: {admin: [platform], operator: [oncall, night], viewer: [staff]}
                """
                        .formatted(issuer.url(), TestIssuer.AUDIENCE));
        gateway =
                RunningGateway.start(home, Map.of(Setting.SOURCES, List.of(bundles.toString())))
                        .awaitReady();
        gateway.awaitPhase("Synced");
    }

    @AfterEach
    void close() {
        gateway.close();
        issuer.close();
    }

    @Test
    void aTokenStandsForTheKeyThatAsksForWhatItSays() {
        var token = issuer.token(research("ada"));

        var answer = gateway.chat(token, "m");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(gateway.data("GET", "/v1/models", token, "").status()).isEqualTo(200);
        assertThat(issuer.asked()).isEqualTo(1);
        var refused = gateway.data("POST", "/other/v1/chat/completions", token, "{}");
        assertThat(refused.code()).isEqualTo("route_not_allowed");
    }

    @Test
    void ofTwoKeysItIsTheOneThatAsksForMore() {
        var lead = research("ada");
        lead.put("lead", true);

        assertThat(gateway.chat(issuer.token(lead), "small").code()).isEqualTo("model_not_allowed");
        assertThat(gateway.chat(issuer.token(lead), "big").status()).isEqualTo(200);
    }

    @Test
    void theUserIsWhoTheTokenSaysAndNobodyElse() {
        var mallory = issuer.token(research("mallory"));

        assertThat(gateway.chat(mallory, "m").code()).isEqualTo("model_not_allowed");
        var pretended =
                gateway.post(
                        "/v1/chat/completions",
                        "{\"model\":\"m\",\"user\":\"ada\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                        "Authorization",
                        "Bearer " + mallory,
                        "x-user-id",
                        "ada");
        assertThat(pretended.statusCode()).isEqualTo(403);
    }

    @Test
    void whatIsNotMeantForUsIsRefused() {
        refused("it has ended at", "exp", past(61));
        refused("it begins at", "nbf", past(-120));
        refused("it has no end", "exp", null);
        refused("another audience", "aud", List.of("them"));
        refused("another audience", "aud", null);
        refused("issuer is not known", "iss", "https://evil.example.com");
        refused("issuer is not known", "iss", null);
    }

    private void refused(String reason, String claim, @Nullable Object value) {
        var answer = gateway.chat(issuer.token(with(research("ada"), claim, value)), "m");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("invalid_token");
        assertThat(answer.json().at("/error/message").asString()).contains(reason);
    }

    @Test
    void aMinuteTooLateIsNotTooLate() {
        var late = with(research("ada"), "exp", past(30));

        assertThat(gateway.chat(issuer.token(late), "m").status()).isEqualTo(200);
    }

    @Test
    void whatTheIssuerHasNotSignedIsRefused() {
        var claims = research("ada");
        var tokens =
                List.of(
                        issuer.forged(claims),
                        issuer.confused(claims),
                        issuer.unsigned(claims),
                        issuer.token(issuer.header("RS256", "dpop+jwt"), claims),
                        issuer.token(claims) + "x",
                        ofAnother(claims));

        for (var token : tokens) {
            var answer = gateway.chat(token, "m");
            assertThat(answer.status()).as(token).isEqualTo(401);
            assertThat(answer.text()).doesNotContain(token);
        }
    }

    /// Signature of one, claims of another.
    private String ofAnother(Map<String, Object> claims) {
        var signed = issuer.token(claims).split("\\.", -1);
        var other = issuer.token(with(claims, "sub", "root")).split("\\.", -1);
        return signed[0] + "." + other[1] + "." + signed[2];
    }

    @Test
    void aTokenThatNoKeyIsForIsRefused() {
        assertThat(gateway.chat(issuer.token(issuer.claims("ada", Instant.now())), "m").code())
                .isEqualTo("token_not_accepted");
        var old = with(issuer.claims("ada", Instant.now()), "azp", "old");
        assertThat(gateway.chat(issuer.token(old), "m").code()).isEqualTo("api_key_disabled");
    }

    @Test
    void aNewKeyOfTheIssuerIsFoundAndTheOldOneForgotten() {
        assertThat(gateway.chat(issuer.token(research("ada")), "m").status()).isEqualTo(200);
        var old = issuer.token(research("bob"));

        issuer.rotate();

        assertThat(gateway.chat(issuer.token(research("ada")), "m").status()).isEqualTo(200);
        assertThat(gateway.chat(old, "m").status()).isEqualTo(401);
    }

    @Test
    void anIssuerThatIsAwayIsNobodysFaultHere() {
        issuer.isBroken(true);
        var answer = gateway.chat(issuer.token(research("ada")), "m");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("issuer_unavailable");
        assertThat(gateway.chat(gateway.key("research"), "m").status()).isEqualTo(200);
        assertThat(
                        gateway.adminAs(issuer.token(group("staff")), "GET", "/admin/auth/me", "")
                                .status())
                .isEqualTo(503);
    }

    @Test
    void aTokenGivesTheHighestRoleThatItsGroupsGive() {
        var me =
                gateway.adminAs(issuer.token(group("staff", "night")), "GET", "/admin/auth/me", "");
        assertThat(me.status()).as(me.text()).isEqualTo(200);
        assertThat(me.text()).contains("\"corp:ada\"", "\"operator\"");
        assertThat(call("staff", "POST", "/admin/gitops/sources/default/suspend")).isEqualTo(403);
        assertThat(call("oncall", "POST", "/admin/gitops/sources/default/suspend")).isEqualTo(200);
        assertThat(gateway.source().at("/suspended/actor").asString()).isEqualTo("corp:ada");
        assertThat(call("platform", "GET", "/admin/virtual_keys/research")).isEqualTo(200);
        assertThat(call("guests", "GET", "/admin/auth/me")).isEqualTo(401);
    }

    private int call(String group, String method, String path) {
        return gateway.adminAs(
                        issuer.token(group(group)),
                        method,
                        path,
                        method.equals("GET") ? "" : "{\"reason\":\"night\"}")
                .status();
    }

    private Map<String, Object> group(String... groups) {
        return with(issuer.claims("ada", Instant.now()), "groups", List.of(groups));
    }

    private Map<String, Object> research(String user) {
        return with(
                issuer.claims(user, Instant.now()),
                "realm_access",
                Map.of("roles", List.of("staff", "research")));
    }

    private static long past(long seconds) {
        return Instant.now().minusSeconds(seconds).getEpochSecond();
    }

    private static Map<String, Object> with(
            Map<String, Object> claims, String name, @Nullable Object value) {
        var copy = new LinkedHashMap<>(claims);
        if (value == null) {
            copy.remove(name);
        } else {
            copy.put(name, value);
        }
        return copy;
    }
}
