package io.agw.bundle.validate;

import static io.agw.bundle.validate.RuleCase.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What an object says of itself: providers, services and the rest; routes are a table of their
/// own.
class RuleCheckTest {
    static Stream<RuleCase> providers() {
        return Stream.of(
                object(
                        "providers",
                        "id: p, provider_type: openia",
                        "f:4:26: error AGW1104: provider_type: \"openia\" (expected: one of anthropic, azure-openai, bedrock, claudecode, codex, deepseek, echo, gemini, groq, mistral, ollama, openai, openai-compatible, openrouter, together, vertex, vllm, xai, zhipu) (did you mean openai?)"),
                object(
                        "providers",
                        "id: p, provider_type: echo, base_url: ftp://x",
                        "f:4:42: error AGW1104: base_url: \"ftp://x\" (expected: http:// or https://, a host, and nothing but a path after it)"),
                object(
                        "providers",
                        "id: p, provider_type: echo, base_url: 'https://user:pw@x'",
                        "f:4:42: error AGW1104: base_url: a value (expected: no user and password in an address)"),
                object(
                        "providers",
                        "id: p, provider_type: echo, base_url: 'https://x/v1?key=1'",
                        "f:4:42: error AGW1104: base_url: \"https://x/v1?key=1\" (expected: http:// or https://, a host, and nothing but a path after it)"),
                object(
                        "providers",
                        "id: p, provider_type: openai, options: {organisation: o}",
                        "f:4:58: error AGW1101: options.organisation: unknown field (did you mean organization?)"),
                object(
                        "providers",
                        "id: p, provider_type: openai, options: {compact: codex}",
                        "f:4:53: error AGW1104: options.compact: \"codex\" (expected: none or cc)"),
                object(
                        "providers",
                        "id: p, provider_type: claudecode, options: {compact: codex, api_key_header: x-api-key}",
                        "f:4:57: error AGW1104: options.compact: \"codex\" (expected: none)"),
                object("providers", "id: p, provider_type: claudecode, options: {compact: none}"),
                object(
                        "providers",
                        "id: p, provider_type: bedrock, options: {region: eu.central}",
                        "f:4:53: error AGW1104: options.region: \"eu.central\" (expected: like eu-central-1)"),
                object(
                        "providers",
                        "id: p, provider_type: bedrock, options: {region: eu-central-1, api: mantle}",
                        "f:4:72: error AGW1104: options.api: \"mantle\" (expected: auto, invoke or converse)"),
                object(
                        "providers",
                        "id: p, provider_type: vertex, options: {project: a/b, location: Europe}",
                        "f:4:53: error AGW1104: options.project: \"a/b\" (expected: the id of a project)",
                        "f:4:68: error AGW1104: options.location: \"Europe\" (expected: like europe-west4, or global)"),
                object(
                        "providers",
                        "id: p, provider_type: azure-openai, base_url: 'https://a.example', options: {api_version: 'a&b'}",
                        "f:4:94: error AGW1104: options.api_version: \"a&b\" (expected: like 2024-10-21)"),
                object(
                        "providers",
                        "id: p, provider_type: openai, options: {organization: a b}",
                        "f:4:58: error AGW1104: options.organization: \"a b\" (expected: printable ASCII characters without spaces)"),
                object(
                        "providers",
                        "id: p, provider_type: openai, base_url: 'http://0177.0.0.1/v1'",
                        "f:4:44: error AGW1104: base_url: \"http://0177.0.0.1/v1\" is an odd spelling of an address (expected: like 192.0.2.1)"),
                object(
                        "providers",
                        "id: p, provider_type: openai, base_url: 'http://metadata.google.internal'",
                        "f:4:44: error AGW1104: base_url: \"http://metadata.google.internal\" serves instance metadata and is never called (write another host: no setting opens this one)"),
                object(
                        "providers",
                        "id: p, provider_type: bedrock, options: {region: eu-central-1}, api_key: '{\"AccessKeyId\": \"hidden\"}'",
                        "f:4:77: error AGW1104: api_key: a value (expected: JSON with AccessKeyId and SecretAccessKey)",
                        "f:4:77: warning AGW1203: api_key: a literal secret (expected: a reference) (write ${PROVIDER_P_API_KEY} and set that variable)"),
                object(
                        "providers",
                        "id: p, provider_type: vertex, options: {project: p-1}, api_key: '{\"client_email\": \"hidden\"}'",
                        "f:4:68: error AGW1104: api_key: a value (expected: a service account's JSON, with private_key)",
                        "f:4:68: warning AGW1203: api_key: a literal secret (expected: a reference) (write ${PROVIDER_P_API_KEY} and set that variable)"),
                object(
                        "providers",
                        "id: p, provider_type: openai, api_key: 'ключ'",
                        "f:4:43: error AGW1104: api_key: a value (expected: a key that fits into a header)",
                        "f:4:43: warning AGW1203: api_key: a literal secret (expected: a reference) (write ${PROVIDER_P_API_KEY} and set that variable)"),
                object(
                        "providers",
                        "id: p, provider_type: echo, network: {proxy_url: 'http://x:65536'}",
                        "f:4:53: error AGW1104: network.proxy_url: a value (expected: http://host:port, https://host:port or socks5://host:port)"),
                object(
                        "providers",
                        "id: p, provider_type: deepseek, options: {temperature: 3}",
                        "f:4:59: error AGW1104: options.temperature: 3 (expected: 0.0 to 2.0)"),
                object(
                        "providers",
                        "id: p, provider_type: openai, health_check: {path: /a/../b}",
                        "f:4:55: error AGW1104: health_check.path: \"/a/../b\" (expected: a path that begins with /, without . and ..)"),
                object(
                        "providers",
                        "id: p, provider_type: openai, health_check: {path: /a/b.../c, interval: 1s, timeout: 0s, healthy_statuses: [200, 401]}, discovery: {interval: 1s}",
                        "f:4:76: error AGW1104: health_check.interval: \"1s\" (expected: at least 5s)",
                        "f:4:89: error AGW1104: health_check.timeout: \"0s\" (expected: at least 1s)",
                        "f:4:117: error AGW1104: health_check.healthy_statuses[1]: \"401\" (expected: 200 to 599, but for 401 and 403)",
                        "f:4:146: error AGW1104: discovery.interval: \"1s\" (expected: at least 30s)"),
                object(
                        "providers",
                        "id: p, provider_type: openai, health_check: {path: '/v1/health?deep=1', healthy_statuses: [204]}"),
                object(
                        "providers",
                        "id: p, provider_type: zhipu, health_check: {interval: 30s}",
                        "f:4:47: error AGW1103: health_check.path is missing (expected: a path to ask, as type zhipu has no list of models)"),
                object("providers", "id: p, provider_type: zhipu, health_check: {path: /models}"),
                object(
                        "providers",
                        "id: p, provider_type: echo, health_check: {path: /models}",
                        "f:4:53: error AGW1104: health_check.path: \"/models\" (expected: no path, as type echo is called over no network)"),
                object(
                        "providers",
                        "id: p, provider_type: echo, network: {proxy_url: 'gopher://x'}",
                        "f:4:53: error AGW1104: network.proxy_url: a value (expected: http://host:port, https://host:port or socks5://host:port)"),
                object(
                        "providers",
                        "id: p, provider_type: deepseek, options: {path: /a/../b}",
                        "f:4:52: error AGW1104: options.path: \"/a/../b\" (expected: a path that begins with /, without . and ..)"),
                object(
                        "providers",
                        "id: p, provider_type: echo, network: {tls_roots: 'x'}",
                        "f:4:53: error AGW1104: network.tls_roots: a value (expected: certificates in PEM)"),
                object(
                        "providers",
                        "id: p, provider_type: echo, network: {extra_headers: {Host: x}}",
                        "f:4:64: error AGW1104: network.extra_headers.Host: \"Host\" (expected: the name of a header that does not frame the message)"),
                object(
                        "providers",
                        "id: p, provider_type: echo, network: {extra_headers: {x-a: \"a\\nb\"}}",
                        "f:4:63: error AGW1104: network.extra_headers.x-a: a value (expected: a header's value: characters of Latin-1, none of control, no space at its ends)"),
                object(
                        "providers",
                        "id: p, provider_type: echo, retry: {retry_statuses: [400]}",
                        "f:4:57: error AGW1104: retry.retry_statuses[0]: \"400\" (expected: 408, 425, 429 or 500 to 599)"),
                object(
                        "providers",
                        "id: p, provider_type: echo, circuit_breaker: {reset_timeout: 10m}",
                        "f:4:32: error AGW1305: circuit_breaker has no effect (expected: not set) (write it among circuitBreakers, with subject: {type: provider, id: p})"));
    }

    static Stream<RuleCase> services() {
        return Stream.of(
                mcp(
                        "transport: stdio",
                        "f:4:3: error AGW1103: command is missing (expected: command or launcher, for transport stdio)"),
                mcp("transport: stdio, launcher: files"),
                mcp(
                        "transport: stdio, command: /bin/x, url: http://x",
                        "f:4:60: error AGW1305: url: has no effect with transport stdio (remove it)"),
                mcp(
                        "transport: stdio, command: /bin/x, launcher: y",
                        "f:4:47: error AGW1305: command: has no effect beside launcher (remove it)"),
                mcp(
                        "transport: sse",
                        "f:4:3: error AGW1103: url is missing (expected: an address, for transport sse)"),
                mcp("transport: streamable_http, url: 'http://x/mcp?tenant=1'"),
                mcp(
                        "transport: streamable_http, url: http://x, post_url: http://x/m, command: y, args: [a], env: {A: b}",
                        "f:4:73: error AGW1305: post_url: has no effect with transport streamable_http (remove it)",
                        "f:4:94: error AGW1305: command: has no effect with transport streamable_http (remove it)",
                        "f:4:103: error AGW1305: args: has no effect with transport streamable_http (remove it)",
                        "f:4:113: error AGW1305: env: has no effect with transport streamable_http (remove it)"),
                mcp(
                        "transport: sse, url: http://x, auth: {type: bearer}",
                        "f:4:57: error AGW1103: auth.api_key is missing (expected: a value, for type bearer)"),
                mcp(
                        "transport: sse, url: http://x, auth: {type: basic, username: u, password: '${P}'}"),
                mcp(
                        "transport: stdio, command: /x, env: {LD_PRELOAD: /evil.so}",
                        "f:4:69: error AGW1104: env.LD_PRELOAD: \"LD_PRELOAD\" (expected: no variable by which the system loads code into a program)"),
                mcp(
                        "transport: stdio, command: /x, env: {'A=B': x}",
                        "f:4:64: error AGW1104: env.A=B: \"A=B\" (expected: a variable's name, without = and spaces)"),
                acp(
                        "cwd: work",
                        "f:4:44: error AGW1104: cwd: \"work\" (expected: an absolute path without ..)"),
                acp(
                        "cwd: /srv/../etc",
                        "f:4:44: error AGW1104: cwd: \"/srv/../etc\" (expected: an absolute path without ..)"),
                acp(
                        "cwd: /srv/work, allowed_roots: [/srv/wor, /home]",
                        "f:4:44: error AGW1104: cwd: \"/srv/work\" (expected: a directory under one of allowed_roots)"),
                acp("cwd: /srv//work/, allowed_roots: [/srv]"),
                acp(
                        "cwd: /x, codex: {adapter_command: /opt/other}",
                        "f:4:73: error AGW1104: codex.adapter_command: \"/opt/other\" (expected: a program whose file name is codex-acp)"));
    }

    static Stream<RuleCase> others() {
        return Stream.of(
                object(
                        "credentials",
                        "id: c, attributes: {api_key: '${K}'}",
                        "f:4:3: error AGW1103: provider_id is missing (expected: provider_id or provider_type)"),
                object(
                        "credentials",
                        "id: c, provider_type: nope, attributes: {api_key: '${K}'}",
                        "f:4:26: error AGW1104: provider_type: \"nope\" (expected: one of anthropic, azure-openai, bedrock, claudecode, codex, deepseek, echo, gemini, groq, mistral, ollama, openai, openai-compatible, openrouter, together, vertex, vllm, xai, zhipu)"),
                object(
                        "credentials",
                        "id: c, provider_id: p",
                        "f:4:3: error AGW1103: attributes.api_key is missing (expected: a reference, for type api_key)"),
                object(
                        "credentials",
                        "id: c, type: cliauth_token, provider_type: codex, metadata: {request_retry: '3'}",
                        "f:4:80: error AGW1305: metadata.request_retry: has no effect in a credential (remove it)"),
                object(
                        "cliAuthAuthenticators",
                        "name: codex, config: {transport_profile: chrome}",
                        "f:4:45: error AGW1104: config.transport_profile: \"chrome\" (expected: default)"),
                object(
                        "cliAuthAuthenticators",
                        "name: gemini, config: {device_flow: true, device_url: 'http://127.0.0.1:1/device'}",
                        "f:4:40: error AGW1104: config.device_flow: \"true\" (expected: false: only codex has a device flow)",
                        "f:4:58: error AGW1305: config.device_url: has no effect without a device flow, which only codex has (remove it)"),
                object(
                        "cliAuthAuthenticators",
                        "name: codex, config: {authorize_url: 'http://id.example.com/a', token_url: 'http://[::1]:1/t', device_url: 'https://x/y?z'}",
                        "f:4:41: error AGW1104: config.authorize_url: \"http://id.example.com/a\" (expected: https://, or http:// on loopback)",
                        "f:4:111: error AGW1104: config.device_url: \"https://x/y?z\" (expected: http:// or https://, a host, and nothing but a path after it)"),
                object(
                        "virtualKeys",
                        "id: k, key_hash: '${SHORT}'",
                        "f:4:21: error AGW1104: key_hash: a value (expected: sha256: and the 64 lower-case hex digits of the key's SHA-256)"),
                object(
                        "virtualKeys",
                        "id: k, value: '${LONG}', previous: {value: '${LONG}', until: 2026-08-01T00:00:00Z}",
                        "f:4:39: error AGW1304: previous: is the present text (expected: the one before it) (leave it out until the key has a new text)"),
                object(
                        "virtualKeys",
                        "id: k, previous: {until: 2026-08-01T00:00:00Z}",
                        "f:4:21: error AGW1304: previous: says no text (expected: value or key_hash, of the text before)"),
                object(
                        "virtualKeys",
                        "id: k, allowed_models: ['gpt-*', '*-mini', '  ']",
                        "f:4:37: error AGW1104: allowed_models[1]: \"*-mini\" (expected: * at the end only)",
                        "f:4:47: error AGW1104: allowed_models[0]: \"  \" (expected: a name, * at the end only)"),
                object(
                        "virtualKeys",
                        "id: k, tags: [a, 'b c']",
                        "f:4:21: error AGW1104: tags[1]: \"b c\" (expected: a word without spaces)"),
                object(
                        "virtualKeys",
                        "id: k, user: ' x'",
                        "f:4:17: error AGW1104: user: \" x\" (expected: up to 256 characters, no space at either end)"),
                object(
                        "teams",
                        "id: t, org: 'a b'",
                        "f:4:16: error AGW1104: org: \"a b\" (expected: letters, digits and . _ : @ -, at most 128, beginning with a letter or digit)"),
                object(
                        "virtualKeys",
                        "id: k, value: '${SHORT}'",
                        "f:4:18: error AGW1104: value: a value (expected: 8 to 512 printable ASCII characters without spaces)"),
                object(
                        "managedModels",
                        "provider_id: p, upstream_model: m, credential_scope: a b",
                        "f:4:57: error AGW1104: credential_scope: \"a b\" (expected: a word without spaces)"),
                object(
                        "modelPricing",
                        "id: m, match: {provider_type: openia, model: 'a*b'}, input_per_1m_usd: '3.'",
                        "f:4:34: error AGW1104: match.provider_type: \"openia\" (expected: one of anthropic, azure-openai, bedrock, claudecode, codex, deepseek, echo, gemini, groq, mistral, ollama, openai, openai-compatible, openrouter, together, vertex, vllm, xai, zhipu) (did you mean openai?)",
                        "f:4:49: error AGW1104: match.model: \"a*b\" (expected: a model's name, * at the end only)",
                        "f:4:75: error AGW1104: input_per_1m_usd: \"3.\" (expected: dollars for a million tokens such as \"0.15\", 0 to 1000000 with at most 6 decimals)"),
                object(
                        "modelPricing",
                        "id: m, match: {provider_id: p, provider_type: openai, model: x}, input_per_1m_usd: '1', effective_from: 2026-02-30",
                        "f:4:50: error AGW1305: match.provider_type: has no effect beside provider_id (remove it)",
                        "f:4:108: error AGW1104: effective_from: \"2026-02-30\" (expected: a day such as 2026-11-01)"),
                object(
                        "modelPricing",
                        "id: m, match: {model: x}, input_per_1m_usd: '1', tiers: [{above_input_tokens: 9, input_per_1m_usd: '-1'}, {above_input_tokens: 9, input_per_1m_usd: '1'}]",
                        "f:4:103: error AGW1104: tiers[0].input_per_1m_usd: \"-1\" (expected: dollars for a million tokens such as \"0.15\", 0 to 1000000 with at most 6 decimals)",
                        "f:4:131: error AGW1104: tiers[1].above_input_tokens: \"9\" (expected: more than the tier before, 9)"),
                object(
                        "agents",
                        "id: a, name: A, runtime: {type: http, http: {endpoint: 'x'}}",
                        "f:4:59: error AGW1104: runtime.http.endpoint: \"x\" (expected: http:// or https://, a host, and nothing but a path and a query after it)"),
                object(
                        "agents",
                        "id: a, name: A, runtime: {type: http, http: {endpoint: 'http://x/a?b=c'}}, routes: {acp_route_ids: [r]}",
                        "f:4:103: error AGW1304: routes.acp_route_ids: an agent of type http has no ACP service that they could offer"));
    }

    @ParameterizedTest
    @MethodSource({"providers", "services", "others"})
    void rulesWithinOneObject(RuleCase given) {
        given.check();
    }

    @Test
    void everyProblemOfEveryObjectIsReported() {
        assertThat(
                        RuleCase.load(
                                """
                                providers:
                                - {id: p, provider_type: nope, base_url: nope}
                                acpServices:
                                - {id: a, name: A, agent_type: opencode, cwd: x, codex: {}}
                                """))
                .extracting(problem ->
                        problem.position().line()
                                + " "
                                + problem.message().substring(0, problem.message().indexOf(":")))
                .containsExactly("4 provider_type", "4 base_url", "6 cwd", "6 codex");
    }

    private static RuleCase mcp(String members, String... problems) {
        return object("mcpServices", "id: m, name: M, " + members, problems);
    }

    private static RuleCase acp(String members, String... problems) {
        return object("acpServices", "id: a, name: A, agent_type: codex, " + members, problems);
    }
}
