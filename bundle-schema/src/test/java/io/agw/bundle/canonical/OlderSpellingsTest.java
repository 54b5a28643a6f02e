package io.agw.bundle.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OlderSpellingsTest {
    private static final String DIRECT = "target_policy: {type: direct-provider, provider_id: p}";
    private static final String TARGETS =
            "model_targets: [{name: m, candidates: [{provider_id: p, upstream_model: u}]}]";
    private static final String MCP = "id: s, name: S, transport: sse, url: 'http://h/sse'";
    private static final String ACP = "id: a, name: A, agent_type: codex, cwd: /w";

    @ParameterizedTest(name = "{1}")
    @MethodSource("accepted")
    void isAcceptedWithAWarningAndMeansTheSame(
            Kind kind, String older, String today, List<String> codes) {
        var reading = Reading.of(kind, "{" + older + "}");

        assertThat(reading.json()).isEqualTo(Reading.of(kind, "{" + today + "}").json());
        assertThat(reading.problems())
                .extracting(problem -> problem.replaceAll(".*: warning (AGW[0-9]+): .*", "$1"))
                .isEqualTo(codes);
    }

    static Stream<Arguments> accepted() {
        return Stream.of(llmRoutes(), targetPolicies(), services(), others()).flatMap(s -> s);
    }

    private static Stream<Arguments> llmRoutes() {
        var route = "id: r, protocol: openai, " + DIRECT;
        return Stream.of(
                older(Kind.LLM_ROUTE, "id: r, llm_api: openai, " + DIRECT, route, "AGW1106"),
                older(
                        Kind.LLM_ROUTE,
                        route + ", match: {path_prefix: /a}",
                        route + ", match_policy: {path_prefix: /a}",
                        "AGW1106"),
                older(
                        Kind.LLM_ROUTE,
                        route + ", path_prefix: /a, host: h, methods: [POST]",
                        route + ", match_policy: {path_prefix: /a, host: h, methods: [POST]}",
                        "AGW1106"),
                older(Kind.LLM_ROUTE, route + ", kind: llm", route, "AGW1107"),
                older(
                        Kind.LLM_ROUTE,
                        route
                                + ", created_at: '2020-01-01T00:00:00Z', updated_at: x, source: s,"
                                + " read_only: true",
                        route,
                        "AGW1107",
                        "AGW1107",
                        "AGW1107",
                        "AGW1107"),
                older(Kind.LLM_ROUTE, "id: r, protocol: OpenAI, " + DIRECT, route, "AGW1106"));
    }

    private static Stream<Arguments> targetPolicies() {
        var logical = "type: logical-model, " + TARGETS;
        return Stream.of(
                policy(
                        "type: direct-provider, provider_target: {provider_id: p}",
                        "type: direct-provider, provider_id: p",
                        "AGW1106"),
                policy(
                        "type: direct-provider, provider_id: p, provider_target: {provider_id: p}",
                        "type: direct-provider, provider_id: p",
                        "AGW1106"),
                policy("provider_id: p", "type: direct-provider, provider_id: p", "AGW1106"),
                policy(
                        "provider_target: {provider_id: p}",
                        "type: direct-provider, provider_id: p",
                        "AGW1106",
                        "AGW1106"),
                policy("type: '', " + TARGETS, logical, "AGW1106"),
                policy(
                        logical + ", credential_scope_order: [provider_id]",
                        logical + ", credential_scope_order: [model_custom, provider_id]",
                        "AGW1106"));
    }

    private static Stream<Arguments> services() {
        return Stream.of(
                older(Kind.MCP_SERVICE, MCP + ", auto_auth: false", MCP, "AGW1106"),
                older(Kind.MCP_SERVICE, MCP + ", auth: {type: ''}", MCP),
                older(
                        Kind.MCP_SERVICE,
                        MCP + ", auth: {api_key: k}",
                        MCP + ", auth: {type: bearer, api_key: k}",
                        "AGW1106",
                        "AGW1203"),
                older(
                        Kind.MCP_ROUTE,
                        "service_id: s, kind: mcp, protocol: mcp, target_policy: {}",
                        "service_id: s",
                        "AGW1107",
                        "AGW1107"),
                older(
                        Kind.ACP_ROUTE,
                        "service_id: s, path_prefix: /a",
                        "id: 'acp:s:a', service_id: s, match_policy: {path_prefix: /a}",
                        "AGW1106"),
                older(
                        Kind.ACP_SERVICE,
                        ACP + ", idle_ttl: 0, codex: {trace_json: false, app_server_command: ''}",
                        ACP + ", codex: {}",
                        "AGW1106",
                        "AGW1106",
                        "AGW1106"));
    }

    private static Stream<Arguments> others() {
        var agent = "id: a, name: A, runtime: {type: acp, acp: {service_id: s}}";
        return Stream.of(
                older(
                        Kind.VIRTUAL_KEY,
                        "id: k, allowed_route_ids: ['mcp:files:/mcp', 'acp:code:/', r]",
                        "id: k, allowed_route_ids: ['mcp:files:mcp', 'acp:code:root', r]",
                        "AGW1106",
                        "AGW1106"),
                older(
                        Kind.AGENT,
                        "id: a, name: A, runtime: {type: acp, acp: {service_id: s},"
                                + " http: {endpoint: x}}, owns_service: true",
                        agent,
                        "AGW1106",
                        "AGW1107"),
                older(
                        Kind.AGENT,
                        agent + ", routes: {acp_route_ids: ['acp:s:/a']}",
                        agent + ", routes: {acp_route_ids: ['acp:s:a']}",
                        "AGW1106"),
                older(Kind.CLIAUTH_AUTHENTICATOR, "name: ' Codex '", "name: codex", "AGW1106"),
                older(Kind.CLIAUTH_AUTHENTICATOR, "name: claude", "name: claudecode", "AGW1106"),
                older(
                        Kind.MANAGED_MODEL,
                        "provider_id: p, upstream_model: m, credential_scope: ' Team '",
                        "provider_id: p, upstream_model: m, credential_scope: team"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refused")
    void isRefusedWithWhatToWriteInstead(Kind kind, String older, String problem) {
        var reading = Reading.of(kind, "{" + older + "}");

        assertThat(reading.object()).isEmpty();
        assertThat(reading.problems()).anySatisfy(p -> assertThat(p).contains(problem));
    }

    static Stream<Arguments> refused() {
        var route = "id: r, " + DIRECT;
        return Stream.of(
                refused(
                        Kind.LLM_ROUTE,
                        route + ", protocol: mcp",
                        "(routes of MCP services stand in mcpRoutes)"),
                refused(
                        Kind.LLM_ROUTE,
                        route + ", protocol: openai, kind: mcp",
                        "kind: \"mcp\" (expected: llm, or no kind at all)"),
                refused(
                        Kind.LLM_ROUTE,
                        route + ", protocol: openai, llm_api: cc",
                        "llm_api stands beside protocol (expected: only protocol)"),
                refused(
                        Kind.LLM_ROUTE,
                        route + ", protocol: openai, match_policy: {host: h}, path_prefix: /a",
                        "path_prefix stands beside match_policy"),
                refused(
                        Kind.LLM_ROUTE,
                        "id: r, protocol: openai, target_policy: {provider_id: p, provider_target:"
                                + " {provider_id: q}}",
                        "target_policy.provider_target.provider_id: \"q\" (expected: provider_id: p)"),
                refused(
                        Kind.LLM_ROUTE,
                        "id: r, protocol: openai, target_policy: {}",
                        "target_policy.type is missing (expected: direct-provider or logical-model)"),
                refused(
                        Kind.LLM_ROUTE,
                        "id: r, protocol: openai, target_policy: {type: logical-model, model_targets:"
                                + " [{name: m, default_candidate: c, candidates: [{provider_id: p,"
                                + " upstream_model: u}]}]}",
                        "AGW1305: target_policy.model_targets[0].default_candidate has no effect"
                                + " (expected: not set) (write default: true at the candidate)"),
                refused(
                        Kind.LLM_ROUTE,
                        "id: r, protocol: openai, target_policy: {type: direct-provider, provider_id: p,"
                                + " credential_scope_order: [model]}",
                        "credential_scope_order[0]: \"model\" (expected: model_custom or provider_id)"),
                refused(
                        Kind.MCP_ROUTE,
                        "service_id: s, protocol: openai",
                        "protocol: \"openai\" (expected: mcp"),
                refused(
                        Kind.MCP_ROUTE,
                        "service_id: s, target_policy: {type: x}",
                        "(the service is named by `service_id`)"),
                refused(
                        Kind.MCP_ROUTE,
                        "service_id: s, id: 'mcp:s:/a'",
                        "id: \"mcp:s:/a\" (expected: letters"),
                refused(
                        Kind.MCP_SERVICE,
                        MCP + ", auto_auth: true",
                        "AGW1305: auto_auth has no effect"),
                refused(
                        Kind.ACP_SERVICE,
                        ACP + ", codex: {app_server_command: x}",
                        "(use adapter_command;"),
                refused(
                        Kind.ACP_SERVICE,
                        ACP + ", codex: {app_server_args: [x]}",
                        "(use adapter_args;"),
                refused(
                        Kind.ACP_SERVICE,
                        ACP + ", codex: {default_profile: x}",
                        "AGW1305: codex.default_profile"),
                refused(
                        Kind.ACP_SERVICE,
                        ACP + ", codex: {initial_auth_mode: x}",
                        "AGW1305: codex.initial_auth"),
                refused(
                        Kind.ACP_SERVICE,
                        ACP + ", codex: {trace_json: true}",
                        "AGW1305: codex.trace_json"),
                refused(
                        Kind.ACP_SERVICE,
                        ACP + ", codex: {retry_turn_on_crash: true}",
                        "AGW1305: codex.retry"),
                refused(
                        Kind.ACP_SERVICE,
                        ACP + ", codex: {mode: app_server}",
                        "(codex runs by its adapter only)"),
                refused(
                        Kind.VIRTUAL_KEY,
                        "id: k, key: vk-1",
                        "(the text of a virtual key is `value`, a reference)"));
    }

    @Test
    void anAdminBodyMayUseOlderSpellingsButNotServerManagedMembers() {
        var older = Reading.ofAdminBody(Kind.LLM_ROUTE, "{id: r, llm_api: openai, " + DIRECT + "}");
        var managed =
                Reading.ofAdminBody(
                        Kind.LLM_ROUTE,
                        "{id: r, protocol: openai, created_at: '2020-01-01T00:00:00Z', "
                                + DIRECT
                                + "}");

        assertThat(older.object()).isPresent();
        assertThat(managed.problems())
                .containsExactly(
                        "f:1:27: error AGW1107: created_at is managed by the server (expected: not set)"
                                + " (leave it out)");
    }

    private static Arguments older(Kind kind, String older, String today, String... codes) {
        return Arguments.of(kind, older, today, Arrays.asList(codes));
    }

    private static Arguments policy(String older, String today, String... codes) {
        var head = "id: r, protocol: openai, target_policy: {";
        return older(Kind.LLM_ROUTE, head + older + "}", head + today + "}", codes);
    }

    private static Arguments refused(Kind kind, String older, String problem) {
        return Arguments.of(kind, older, problem);
    }
}
