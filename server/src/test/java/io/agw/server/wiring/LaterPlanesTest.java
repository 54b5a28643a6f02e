package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What bundles may hold already and this release does not serve yet.
@Timeout(60)
final class LaterPlanesTest {
    private static final String HEAD =
            """
            apiVersion: gateway.agw/v1alpha1
            kind: GatewayBundle
            """;
    private static final String ROUTES =
            """
            providers: [{id: echo, provider_type: echo}]
            llmRoutes:
              - {id: messages, protocol: anthropic, match_policy: {path_prefix: /anthropic},
                 target_policy: {type: direct-provider, provider_id: echo}}
              - {id: code, protocol: cc, match_policy: {path_prefix: /cc},
                 target_policy: {type: direct-provider, provider_id: echo}}
              - {id: generate, protocol: gemini, match_policy: {path_prefix: /gemini},
                 target_policy: {type: direct-provider, provider_id: echo}}
            mcpServices: [{id: docs, name: Docs, transport: streamable_http, url: 'https://mcp.example.com/mcp'}]
            mcpRoutes: [{id: docs, service_id: docs, match_policy: {path_prefix: /mcp/docs}}]
            acpServices: [{id: coder, name: Coder, agent_type: opencode, cwd: /srv/workspace}]
            acpRoutes: [{id: coder, service_id: coder, match_policy: {path_prefix: /acp/coder}}]
            virtualKeys: [{id: team, allowed_route_ids: [messages, code, generate, docs, coder]}]
            """;

    private RunningGateway gateway;

    @BeforeEach
    void start(@TempDir Path folder) {
        gateway = RunningGateway.start(folder, Map.of());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void unknownTypeIsStillAProblem() {
        var answer =
                gateway.admin(
                        "POST",
                        "/admin/bundle/apply",
                        HEAD + "providers: [{id: p, provider_type: antropic}]\n");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("antropic").contains("anthropic");
    }

    @Test
    void optionThatIsNotServedIsAProblem() {
        var answer =
                gateway.admin(
                        "POST",
                        "/admin/bundle/apply",
                        HEAD
                                + "providers: [{id: p, provider_type: claudecode,"
                                + " options: {compact: codex}}]\n");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("options.compact");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /mcp/docs, mcp",
        "GET,  /mcp/docs, mcp",
        "POST, /acp/coder/turn, acp",
        "GET,  /acp/coder/sessions, acp",
        "GET,  /acp/coder/anything, acp",
    })
    void routeOfAProtocolThatIsStillToComeSaysWhichOne(String method, String path, String word) {
        apply(ROUTES);

        assertThat(gateway.data(method, path, "none", "{}").code()).isEqualTo("invalid_api_key");
        var answer = gateway.data(method, path, gateway.key("team"), "{}");

        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.code()).isEqualTo("protocol_not_served");
        assertThat(answer.json().at("/error/message").asString())
                .contains("protocol \"" + word + "\"");
    }

    private void apply(String sections) {
        var answer = gateway.admin("POST", "/admin/bundle/apply", HEAD + sections);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
}
