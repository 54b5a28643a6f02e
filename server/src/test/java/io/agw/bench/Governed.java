package io.agw.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What requests take that fall under three hard budgets, that guardrails look at, and that a cache
/// answers, beside those of nobody's concern.
record Governed(Path folder, Options options) {
    boolean run(Nginx.Upstreams upstreams) throws IOException, InterruptedException {
        var free = Gateway.newKey();
        var budgeted = Gateway.newKey();
        var bundle = bundle(upstreams, free, budgeted);
        try (var gateway =
                Gateway.start(Files.createTempDirectory(folder, "governed"), bundle, free)) {
            var base = gateway.agwd().client();
            var good =
                    new Comparison(Wrk.prepare(folder), gateway.subject(), options)
                            .of(
                                    List.of(
                                            kind("plain", base, "/plain", free),
                                            kind("budgeted", base, "/plain", budgeted),
                                            kind("guarded", base, "/guarded", free),
                                            kind("cached", base, "/cached", free),
                                            kind("static", base, "/static", free)));
            return gateway.accountedFor(1) && good;
        }
    }

    private static String bundle(Nginx.Upstreams upstreams, String free, String budgeted) {
        return """
        apiVersion: gateway.agw/v1alpha1
        kind: GatewayBundle
        providers:
          - {id: bench, provider_type: openai, api_key: sk-upstream, base_url: "http://127.0.0.1:%1$d/v1"}
          - {id: echo, provider_type: echo}
        modelPricing:
          - {id: bench, match: {provider_id: bench, model: "*"}, input_per_1m_usd: "2", output_per_1m_usd: "8"}
        teams:
          - {id: team, org: acme}
        budgets:
          - {id: key, subject: {type: virtual_key, id: budgeted}, limits: {day: "1000000"}}
          - {id: team, subject: {type: team, id: team}, limits: {month: "1000000"}}
          - {id: org, subject: {type: org, id: acme}, limits: {total: "1000000"}}
        guardrails:
          - {id: pii, type: pii, stage: input, action: block}
          - {id: injection, type: prompt_injection, stage: input, action: block}
          - {id: words, type: content_policy, stage: input, action: block, config: {words: [forbidden], patterns: ["project-[0-9]{6}"]}}
        caches:
          - {id: repeats, type: exact}
        llmRoutes:
          - id: plain
            protocol: openai
            match_policy: {path_prefix: /plain}
            target_policy: {provider_id: bench}
          - id: guarded
            protocol: openai
            match_policy: {path_prefix: /guarded}
            guardrail_ids: [pii, injection, words]
            target_policy: {provider_id: bench}
          - id: cached
            protocol: openai
            match_policy: {path_prefix: /cached}
            cache_id: repeats
            target_policy: {provider_id: bench}
          - id: static
            protocol: openai
            match_policy: {path_prefix: /static}
            target_policy: {provider_id: echo}
        virtualKeys:
          - {id: free, value: %2$s}
          - {id: budgeted, team: team, value: %3$s}
        """
                .formatted(upstreams.plain(), free, budgeted);
    }

    private static Comparison.Kind kind(String name, String base, String route, String key) {
        return new Comparison.Kind(name, base + route + Payloads.PATH, Wrk.Body.PLAIN, key);
    }
}
