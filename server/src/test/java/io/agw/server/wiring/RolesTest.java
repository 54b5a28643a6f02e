package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.settings.Setting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What who is no admin does with a running gateway, and what they see.
@Timeout(120)
final class RolesTest {
    private static final String SOURCE = "/admin/gitops/sources/default/";
    private static final List<String> ROLES = List.of("viewer", "operator", "admin");

    @TempDir private Path folder;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws Exception {
        var home = Files.createDirectory(folder.resolve("home"));
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(
                bundles.resolve("bundle.yaml"),
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers: [{id: up, provider_type: openai, api_key: sk-not-to-be-seen}]
                llmRoutes:
                - id: up
                  protocol: openai
                  target_policy:
                    type: logical-model
                    model_targets:
                    - {name: m, candidates: [{provider_id: up, upstream_model: m}]}
                virtualKeys: [{id: team, allowed_route_ids: [up]}]
                """);
        var settings = new StringBuilder("admin:\n  tokens:\n");
        for (var role : ROLES) {
            settings.append(
                    "    - {name: a-%1$s, role: %1$s, token_hash: 'sha256:%2$s'}%n"
                            .formatted(role, digest(token(role))));
        }
        Files.writeString(home.resolve("agwd.yaml"), settings);
        gateway =
                RunningGateway.start(home, Map.of(Setting.SOURCES, List.of(bundles.toString())))
                        .awaitReady();
        gateway.awaitPhase("Synced");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void anOperatorStopsASourceAndLetsItGoOnUnderTheirName() {
        var suspended = as("operator", "POST", SOURCE + "suspend", "{\"reason\":\"night\"}");

        assertThat(suspended.status()).as(suspended.text()).isEqualTo(200);
        assertThat(gateway.source().at("/suspended/actor").asString()).isEqualTo("a-operator");
        assertThat(as("operator", "POST", SOURCE + "resume", "").status()).isEqualTo(200);
        assertThat(as("operator", "POST", SOURCE + "reconcile", "{\"force\":true}").status())
                .isEqualTo(202);
    }

    @Test
    void anOperatorDecidesNothing() {
        for (var action : List.of("approve", "reject", "rollback", "release")) {
            var refused = as("operator", "POST", SOURCE + action, "{\"plan_id\":\"p\"}");

            assertThat(refused.status()).as(action).isEqualTo(403);
            assertThat(refused.text()).contains("a-operator has role operator (expected: admin)");
        }
        assertThat(as("operator", "DELETE", "/admin/llm/routes/up", "").status()).isEqualTo(403);
        assertThat(as("operator", "POST", "/admin/llm/routes/up/disable", "").status())
                .isEqualTo(403);
        assertThat(gateway.source().path("phase").asString()).isEqualTo("Synced");
    }

    @Test
    void anOperatorSeesSecretsAsAViewerDoes() {
        var key = gateway.key("team");
        for (var path :
                List.of(
                        "/admin/virtual_keys/team",
                        "/admin/virtual_keys",
                        "/admin/llm/providers/up")) {
            var operators = as("operator", "GET", path, "");

            assertThat(operators.text()).doesNotContain(key, "sk-not-to-be-seen");
            assertThat(operators.text()).isEqualTo(as("viewer", "GET", path, "").text());
        }
        assertThat(as("admin", "GET", "/admin/virtual_keys/team", "").text()).contains(key);
    }

    private RunningGateway.Answer as(String role, String method, String path, String body) {
        return gateway.adminAs(token(role), method, path, body);
    }

    private static String token(String role) {
        return "agwadm_" + role;
    }

    private static String digest(String token) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256")
                                .digest(token.getBytes(StandardCharsets.UTF_8)));
    }
}
