package io.agw.server.wiring;

import java.util.List;

/// Bundles without their heads, in which secrets stand.
final class SecretBundles {
    /// Ids of objects that {@link #good} has, and of its source.
    static final List<String> IDS =
            List.of(
                    "up", "team", "hashed", "webhook", "dlp", "turns", "cred", "mcp", "basic",
                    "coder", "default");

    private SecretBundles() {}

    /// Secrets where secrets belong.
    ///
    /// @param upstream base address of the providers that answer
    static String good(String upstream) {
        return """
        providers:
          - {id: up, provider_type: openai, base_url: '%1$s', api_key: '${API}',
             network: {max_retries: 0, extra_headers: {X-Extra: '${EXTRA}'}}}
          - {id: keyless, provider_type: openai, base_url: '%1$s', network: {max_retries: 0}}
          - {id: gone, provider_type: openai, base_url: 'http://127.0.0.1:1/v1', api_key: '${API}',
             network: {max_retries: 0}}
          - {id: proxied, provider_type: openai, base_url: 'http://127.0.0.1:2/v1', api_key: '${API}',
             network: {max_retries: 0, proxy_url: '${PROXY}'}}
        credentials:
          - {id: cred, provider_id: keyless, attributes: {api_key: '${CREDENTIAL}'}}
        llmRoutes:
          - {id: up, protocol: openai, match_policy: {path_prefix: /up},
             target_policy: {type: direct-provider, provider_id: up}}
          - {id: keyless, protocol: openai, match_policy: {path_prefix: /keyless},
             target_policy: {type: direct-provider, provider_id: keyless}}
          - {id: gone, protocol: openai, match_policy: {path_prefix: /gone},
             target_policy: {type: direct-provider, provider_id: gone}}
          - {id: proxied, protocol: openai, match_policy: {path_prefix: /proxied},
             target_policy: {type: direct-provider, provider_id: proxied}}
          - {id: guarded, protocol: openai, match_policy: {path_prefix: /guarded}, guardrail_ids: [seen, dlp, addresses],
             target_policy: {type: direct-provider, provider_id: gone}}
        guardrails:
          - {id: seen, type: prompt_injection, stage: input, action: flag}
          - {id: dlp, type: webhook, stage: input, action: flag,
             webhook: {url: '${DLP}', secret: '${DLP_SECRET}', headers: {X-Tenant: '${DLP_HEADER}'}}}
          - {id: addresses, type: pii, stage: input, action: block, config: {entities: [email]}}
        budgets:
          - {id: turns, subject: {type: virtual_key, id: team}, turn_limits: {total: 1000000}}
        policies:
          - {id: webhook, per: virtual_key, condition: 'true', action: alert,
             params: {channel: webhook, url: '${PAGER}', secret: '${PAGER_SECRET}', cooldown: 1s}}
          - {id: slack, per: virtual_key, condition: 'true', action: alert,
             params: {channel: slack, url: '${PAGER}', cooldown: 1s}}
        virtualKeys:
          - {id: team, value: '${CLIENT}',
             previous: {value: '${BEFORE}', until: "2026-08-01T00:00:00Z"}}
          - {id: signed, jwt: {issuer: corp}}
          - {id: hashed, key_hash: '${HASH}'}
        mcpServices:
          - {id: mcp, name: m, transport: streamable_http, url: 'https://mcp.example.com/mcp',
             auth: {type: bearer, api_key: '${MCP}'}}
          - {id: basic, name: m, transport: streamable_http, url: 'https://mcp.example.com/mcp',
             auth: {type: basic, username: u, password: '${MCP_PASSWORD}'}}
        acpServices:
          - {id: coder, name: c, agent_type: opencode, cwd: /srv, env: {TOKEN: '${ACP}'}}
        """
                .formatted(upstream);
    }

    /// Members of a provider in which a secret stands and something is wrong.
    static List<String> brokenMembers(String secret) {
        return List.of(
                "\"api_key\": [\"" + secret + "\"]",
                "\"api_key\": {\"a\": \"" + secret + "\"}",
                "\"api_key\": \"" + secret + "\", \"api_key\": \"" + secret + "\"",
                "\"api_key\": \"" + secret,
                "\"api_key\": " + secret,
                "\"api_key\": \"a\\n" + secret + "\"",
                "\"api_key\": \"${" + secret + "\"",
                "\"api_key\": \"x${NONE}" + secret + "\"",
                "\"api_key\": \"${NONE:-" + secret + "}\"",
                "\"api_key\": &a " + secret + " *b",
                "\"api_key\": !!x " + secret,
                "\"api_key\": \"\\q" + secret + "\"",
                "\"apikey\": \"" + secret + "\"",
                "\"api_key\": \"a\", \"network\": {\"proxy_url\": \"" + secret + "\"}",
                "\"api_key\": \"a\", \"network\": {\"proxy_url\": \"ftp://u:" + secret + "@h:1\"}",
                "\"api_key\": \"a\", \"network\": {\"proxy_url\": \"http://u:" + secret + "@h:x\"}",
                "\"api_key\": \"a\", \"network\": {\"proxy_url\": \"http://u:" + secret + "\"}",
                "\"api_key\": \"a\", \"network\": {\"extra_headers\": {\"a b\": \""
                        + secret
                        + "\"}}",
                "\"api_key\": \"a\", \"network\": {\"extra_headers\": {\"a\": \"\\n"
                        + secret
                        + "\"}}",
                "\"api_key\": \"a\", \"network\": {\"extra_headers\": \"" + secret + "\"}",
                "\"api_key\": \"a\", \"base_url\": \"https://u:" + secret + "@example.com/v1\"",
                "\"api_key\": \"a\", \"base_url\": \"ftp://u:" + secret + "@example.com/v1\"");
    }

    /// Sections in which a secret stands, `%1$s`, and something is wrong.
    static List<String> brokenSections() {
        return List.of(
                "virtualKeys: [{id: a, value: %1$s}, {id: b, value: %1$s}]",
                "virtualKeys: [{id: a, key_hash: '%1$s'}]",
                "virtualKeys: [{id: a, value: {a: %1$s}}]",
                "policies: [{id: a, condition: 'true', action: alert, params: {channel: webhook, url: 'ftp://h/%1$s'}}]",
                "policies: [{id: a, condition: 'true', action: alert, params: {channel: webhook, url: [%1$s]}}]",
                "policies: [{id: a, condition: 'true', action: deny, params: {secret: %1$s}}]",
                "guardrails: [{id: a, type: webhook, stage: input, action: flag, webhook: {url: 'ftp://h/%1$s'}}]",
                "guardrails: [{id: a, type: webhook, stage: input, action: flag, webhook: {url: [%1$s]}}]",
                "guardrails: [{id: a, type: webhook, stage: input, action: flag, webhook: {url: 'https://a:%1$s@h/'}}]",
                "guardrails: [{id: a, type: webhook, stage: input, action: flag, webhook: {url: 'https://h', headers: {'a b': %1$s}}}]",
                "guardrails: [{id: a, type: webhook, stage: input, action: flag, config: {secret: %1$s}, webhook: {secret: %1$s}}]",
                "guardrails: [{id: a, type: pii, stage: input, action: flag, webhook: {url: 'https://h/%1$s', secret: %1$s}}]",
                "credentials: [{id: a, provider_id: none, attributes: {api_key: %1$s}}]",
                "credentials: [{id: a, attributes: {api_key: %1$s, apikey: %1$s}}]",
                "mcpServices: [{id: a, name: a, transport: stdio, env: {A: %1$s, A: %1$s}}]",
                "mcpServices: [{id: a, name: a, auth: {type: basic, password: %1$s}}]",
                "acpServices: [{id: a, name: a, agent_type: opencode, env: [%1$s]}]");
    }

    /// References where no secret belongs: what they stand for is nobody's business.
    static String odd() {
        return """
        providers:
          - {id: o1, provider_type: '${ODD}'}
          - {id: o2, provider_type: openai, base_url: '${ODD}'}
          - {id: o3, provider_type: openai, disabled: ${ODD}}
          - {id: o4, provider_type: openai, options: {compact: '${ODD}'}}
          - {id: o5, provider_type: openai, base_url: 'https://u:${ODD}@example.com/'}
          - {id: o6, provider_type: openai, base_url: 'https://example.com/#${ODD}'}
          - {id: o7, provider_type: openai, network: {extra_headers: {'x y': '${ODD}'}}}
          - {id: o8, provider_type: openai, network: {proxy_url: '${ODD}'}}
        managedModels:
          - {name: m, provider_id: '${ODD}'}
        llmRoutes:
          - {id: r1, protocol: '${ODD}', match_policy: {path_prefix: /a},
             target_policy: {type: direct-provider, provider_id: up}}
          - {id: r2, protocol: openai, match_policy: {path_prefix: '${ODD}'},
             target_policy: {type: direct-provider, provider_id: '${ODD}'}}
          - {id: r3, protocol: openai, match_policy: {path_prefix: /b, methods: ['${ODD}']},
             target_policy: {type: '${ODD}'}}
        virtualKeys:
          - {id: v1, allowed_route_ids: ['${ODD}']}
          - {id: v2, expires_at: '${ODD}'}
          - {id: v3, key_hash: '${ODD}'}
          - {id: v4, previous: {value: '${ODD}', until: '${ODD}'}}
        credentials:
          - {id: c1, provider_id: '${ODD}', attributes: {api_key: k, base_url: '${ODD}'}}
        mcpServices:
          - {id: s1, name: s, transport: streamable_http, url: '${ODD}'}
          - {id: s2, name: s, transport: '${ODD}'}
        acpServices:
          - {id: a1, name: a, agent_type: opencode, cwd: '${ODD}'}
        acpRoutes:
          - {service_id: '${ODD}', match_policy: {path_prefix: /c}}
        """;
    }
}
