package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What is left of turns that the gateway refuses: a span that says what was asked, by names of
/// which there are few, and an error that says which field is at fault.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusedTurnsTest {
    private static final String BUNDLE =
            """
            apiVersion: gateway.agw/v1alpha1
            kind: GatewayBundle
            providers: [{id: echo, provider_type: echo}]
            llmRoutes:
              - {id: chat, protocol: openai, match_policy: {path_prefix: /openai},
                 target_policy: {type: direct-provider, provider_id: echo}}
              - {id: 'off', protocol: openai, disabled: true, match_policy: {path_prefix: /off},
                 target_policy: {type: direct-provider, provider_id: echo}}
              - {id: all, protocol: openai,
                 target_policy: {type: direct-provider, provider_id: echo}}
              - {id: google, protocol: gemini, match_policy: {path_prefix: /google},
                 target_policy: {type: direct-provider, provider_id: echo}}
              - {id: claude, protocol: anthropic, match_policy: {path_prefix: /claude},
                 target_policy: {type: direct-provider, provider_id: echo}}
              - id: smart
                protocol: openai
                match_policy: {path_prefix: /smart}
                target_policy:
                  type: logical-model
                  model_targets: [{name: clever, candidates: [{provider_id: echo, upstream_model: echo}]}]
            mcpServices: [{id: docs, name: Docs, transport: streamable_http, url: 'https://mcp.example.com/mcp'}]
            mcpRoutes: [{id: docs, service_id: docs, match_policy: {path_prefix: /mcp/docs}}]
            acpServices: [{id: coder, name: Coder, agent_type: opencode, cwd: /srv/workspace}]
            acpRoutes: [{id: coder, service_id: coder, match_policy: {path_prefix: /acp/coder}}]
            virtualKeys: [{id: team, value: vk-of-the-team-0123456789}]
            """;
    private static final String KEY = "vk-of-the-team-0123456789";

    private RunningGateway gateway;

    @BeforeAll
    void start(@TempDir Path folder) {
        gateway = RunningGateway.start(folder, Map.of());
        var applied = gateway.admin("POST", "/admin/bundle/apply", BUNDLE);
        assertThat(applied.status()).as(applied.text()).isEqualTo(200);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /openai/v1/chat/completions,    none, 401, POST /openai/v1/chat/completions",
        "POST, /openai/chat/completions/,      none, 401, POST /openai/chat/completions",
        "GET,  /openai/v1/models/any/model,    none, 401, GET /openai/v1/models/{model}",
        "PUT,  /openai/v1/models,              key,  405, PUT /openai/v1/models",
        "BREW, /openai/v1/models,              key,  405, HTTP /openai/v1/models",
        "POST, /openai/nothing/like/it,        none, 401, POST /openai",
        "POST, /openai/nothing/like/it,        key,  404, POST /openai",
        "POST, /openai/v1/nothing/like/it,     none, 401, POST /openai/v1/{path}",
        "GET,  /openai/v1/files/any/content,   key,  400, GET /openai/v1/files/{path}",
        "POST, /off/v1/chat/completions,       key,  403, POST /off",
        "POST, /mcp/docs/more,                 none, 401, POST /mcp/docs",
        "POST, /mcp/docs/more,                 key,  501, POST /mcp/docs",
        "GET,  /acp/coder/sessions/s-1,        key,  501, GET /acp/coder/sessions/{session}",
        "GET,  /acp/coder/else,                key,  501, GET /acp/coder",
        "POST, /nobody/knows/it,               key,  404, POST",
    })
    void spanIsNamedByMethodAndRoute(
            String method, String path, String key, int status, String name) {
        var answer = gateway.data(method, path, key.equals("key") ? KEY : key, "{}");

        assertThat(answer.status()).isEqualTo(status);
        var root = span(answer.headers().firstValue("x-request-id").orElseThrow());
        assertThat(root.path("name").asString()).isEqualTo(name);
        assertThat(root.at("/attributes/http.route").asString(""))
                .isEqualTo(name.contains(" ") ? name.substring(name.indexOf(' ') + 1) : "");
        assertThat(root.at("/attributes/http.request.method").asString())
                .isEqualTo(method.equals("BREW") ? "_OTHER" : method);
        assertThat(root.at("/attributes/agw.outcome").asString()).isEqualTo("refused");
        assertThat(root.at("/attributes/agw.key.id").asString(""))
                .isEqualTo(key.equals("key") && status != 403 ? "team" : "");
    }

    @Test
    void turnThatIsServedIsNamedAlike() {
        var answer = gateway.data("POST", "/openai/v1/chat/completions", KEY, "{\"messages\":[]}");

        var root = span(answer.headers().firstValue("x-request-id").orElseThrow());
        assertThat(root.path("name").asString()).isEqualTo("POST /openai/v1/chat/completions");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"messages\":[]} | model_required | model",
                "{\"model\":\"other\"} | model_not_found | model",
                "{\"model\":7} | invalid_json | model",
                "{\"stream\":\"yes\"} | invalid_json | stream",
                "{\"stream_options\":[]} | invalid_json | stream_options",
                "{\"stream_options\":{\"include_usage\":1}} | invalid_json | stream_options.include_usage",
                "{\"temperature\":1,\"temperature\":2} | invalid_json | temperature",
                "{\"a prompt\":1,\"a prompt\":2} | invalid_json | ''",
                "{\"model\" | invalid_json | ''",
            })
    void errorNamesTheFieldThatIsAtFault(String body, String code, String param) {
        var answer = gateway.data("POST", "/smart/chat/completions", KEY, body);

        assertThat(answer.code()).isEqualTo(code);
        var named = answer.json().at("/error/param");
        assertThat(named.isNull() ? "" : named.asString()).isEqualTo(param);
    }

    /// Although it is refused before anybody has looked at it.
    @Test
    void requestThatCannotBeReadIsRefusedInTheShapeOfItsRoute() {
        var large = " ".repeat(20 * 1024 * 1024 + 1);

        var google = gateway.data("POST", "/google/v1beta/models/m:generateContent", KEY, large);
        assertThat(google.status()).isEqualTo(413);
        assertThat(google.json().at("/error/code").asInt()).isEqualTo(413);
        assertThat(google.json().at("/error/status").asString("")).isNotEmpty();

        var claude = gateway.data("POST", "/claude/v1/messages", KEY, large);
        assertThat(claude.status()).isEqualTo(413);
        assertThat(claude.json().at("/error/type").asString()).isEqualTo("request_too_large");
        assertThat(claude.headers().firstValue("request-id"))
                .isEqualTo(claude.headers().firstValue("x-request-id"))
                .isPresent();

        var nobody = gateway.data("POST", "/nobody", KEY, large);
        assertThat(nobody.json().at("/error/code").asString()).isNotEmpty();
    }

    @Test
    void pathThatCannotBeReadIsRefusedInTheShapeOfItsRoute() {
        var google = gateway.data("POST", "/google/v1beta/models/%2e%2e/m:countTokens", KEY, "{}");
        assertThat(google.status()).isEqualTo(400);
        assertThat(google.json().at("/error/code").asInt()).isEqualTo(400);
        assertThat(google.json().at("/error/status").asString()).isEqualTo("INVALID_ARGUMENT");

        var claude = gateway.data("POST", "/claude/v1/messages/%2e%2e/x", KEY, "{}");
        assertThat(claude.json().path("type").asString()).isEqualTo("error");
        assertThat(claude.json().at("/error/type").asString()).isEqualTo("invalid_request_error");
        assertThat(claude.headers().firstValue("request-id")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "/google/v1beta/models/m:countTokens, x-goog-api-key",
        "/claude/v1/messages,                 x-api-key",
        "/openai/v1/chat/completions,         x-api-key"
    })
    void refusalNamesTheHeaderInWhichTheRoutesClientsShowTheirKey(String path, String header) {
        assertThat(gateway.post(path, "{}", "accept", "*/*").body())
                .contains(", or " + header + ")");
    }

    /// The root span of a request; records are written soon after the answer.
    private JsonNode span(String requestId) {
        return await().atMost(Duration.ofSeconds(10))
                .until(() -> find(requestId), JsonNode::isObject);
    }

    private JsonNode find(String requestId) {
        var traces = gateway.admin("GET", "/admin/traces?limit=100", "").json().path("items");
        for (var trace : traces) {
            var id = trace.path("trace_id").asString();
            var root = gateway.admin("GET", "/admin/traces/" + id, "").json().at("/spans/0");
            if (root.at("/attributes/agw.request.id").asString("").equals(requestId)) {
                return root;
            }
        }
        return traces.path("none");
    }
}
