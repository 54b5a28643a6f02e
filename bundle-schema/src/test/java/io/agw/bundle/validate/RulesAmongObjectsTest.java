package io.agw.bundle.validate;

import static io.agw.bundle.validate.RuleCase.load;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What objects may not be beside each other.
final class RulesAmongObjectsTest {
    @Test
    void agentsShareNeitherServiceNorRoutes() {
        assertThat(
                        load(
                                """
                                agents:
                                - {id: a, name: A, runtime: {type: acp, acp: {service_id: s}}, routes: {llm_route_ids: [r]}}
                                - {id: b, name: B, runtime: {type: acp, acp: {service_id: s}}, routes: {llm_route_ids: [q, r]}}
                                """))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:5:59: error AGW1304: runtime.acp.service_id: acp_service/s belongs to agent/a already (expected: one agent each) (agent/a is at f:4:3)",
                        "f:5:92: error AGW1304: routes.llm_route_ids[1]: llm_route/r belongs to agent/a already (expected: one agent each) (agent/a is at f:4:3)");
    }

    @Test
    void acpRoutesOfAnAgentOfferItsOwnService() {
        assertThat(
                        load(
                                """
                                acpRoutes:
                                - {id: r, service_id: other}
                                agents:
                                - {id: a, name: A, runtime: {type: acp, acp: {service_id: s}}, routes: {acp_route_ids: [r]}}
                                """))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:6:89: error AGW1304: routes.acp_route_ids[0]: acp_route/r offers acp_service/other (expected: the agent's own, acp_service/s)");
    }

    @Test
    void breakersWatchProvidersAndNoProviderHasTwo() {
        assertThat(
                        load(
                                """
                                circuitBreakers:
                                - {id: a, subject: {type: provider, id: p}, reset_timeout: 10m}
                                - {id: b, subject: {type: provider, id: '*'}, window: 2h, error_threshold: 0}
                                - {id: c, subject: {type: agent, id: x}}
                                - {id: d, subject: {type: provider, id: '*'}, disabled: true}
                                - {id: e, subject: {type: provider, id: p}}
                                - {id: f, subject: {type: provider, id: '*'}, window: 2h}
                                """))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:4:3: error AGW1104: max_reset_timeout: \"5m\" (expected: 10m to 2h)",
                        "f:5:76: error AGW1104: error_threshold: 0 (expected: 1 to 1000)",
                        "f:6:27: error AGW1104: subject.type: \"agent\" (expected: provider)",
                        "f:8:20: error AGW1304: subject: provider/p has circuit_breaker/a already (expected: one breaker each) (circuit_breaker/a is at f:4:3)",
                        "f:9:20: error AGW1304: subject: each provider has circuit_breaker/d already (expected: one breaker each) (circuit_breaker/d is at f:7:3)",
                        "f:9:55: error AGW1104: window: \"2h\" (expected: 1s to 1h)");
    }

    @Test
    void accessPoliciesSayForWhomAndWhat() {
        assertThat(
                        load(
                                """
                                accessPolicies:
                                - {id: a, subjects: {users: [x]}}
                                - {id: b, deny: {models: ['*x']}}
                                - {id: c, subjects: {tags: ['a*b']}, allow: {models: [gpt-5-mini]}, deny: {models: ['gpt-5*', ' ']}}
                                """))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:4:3: error AGW1103: allow is missing (expected: names in allow or deny at least)",
                        "f:5:3: error AGW1103: subjects is missing (expected: one of virtual_key_ids, agent_ids, team_ids, orgs, users and tags at least)",
                        "f:5:27: error AGW1104: deny.models[0]: \"*x\" (expected: * at the end only)",
                        "f:6:29: error AGW1104: subjects.tags[0]: \"a*b\" (expected: * at the end only)",
                        "f:6:55: warning AGW1308: allow.models[0]: \"gpt-5-mini\" is denied by the same policy (deny wins: leave it out of one of the two)",
                        "f:6:95: error AGW1104: deny.models[0]: \" \" (expected: a name, * at the end only)");
    }

    @Test
    void aTokenStandsForOneKey() {
        assertThat(
                        load(
                                """
                                virtualKeys:
                                - {id: a, jwt: {issuer: corp, claims: {x: y, z: w}}}
                                - {id: b, jwt: {issuer: corp, claims: {z: w, x: y}}}
                                - {id: c, jwt: {issuer: corp, claims: {x: ' '}}}
                                - {id: d, jwt: {claims: {x: y}}}
                                """))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:5:16: error AGW1304: jwt: the same tokens stand for virtual_key/a already (expected: one key for a token) (virtual_key/a is at f:4:3)",
                        "f:6:39: error AGW1104: jwt.claims: \"x\" (expected: a name and a text)",
                        "f:7:16: error AGW1103: jwt.issuer is missing (expected: a string)");
    }

    @Test
    void policiesSayWhenWhatIsDone() {
        assertThat(
                        load(
                                """
                                policies:
                                - {id: a, condition: error_rate >, action: pause}
                                - {id: b, condition: 'status == paused and calls > 3', action: deny, params: {rate: 1/s}}
                                - {id: c, condition: not error_rate > 0.5, action: throttle, params: {duration: 0s}}
                                - {id: d, condition: error_rate > 1, action: alert, params: {channel: slack, secret: hush}}
                                - {id: e, condition: call_count > 1, action: alert, params: {url: 'ftp://x'}, match: {tags: ['*a']}}
                                """))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:4:22: error AGW1104: condition: \"error_rate >\" (expected: a condition; column 13: mismatched input '<EOF>')",
                        "f:5:22: error AGW1104: condition: \"status == \"paused\" && calls > 3\" (expected: a condition; column 23: undeclared reference to 'calls')",
                        "f:5:85: error AGW1305: params.rate: has no effect with action: deny (remove it)",
                        "f:6:22: warning AGW1106: condition: has words of older gateways (write !(error_rate > 0.5))",
                        "f:6:70: error AGW1103: params.rate is missing (expected: rate or delay)",
                        "f:6:81: error AGW1104: params.duration: \"0s\" (expected: more than 0s, at most 8784h)",
                        "f:7:61: error AGW1103: params.url is missing (expected: the address of the webhook)",
                        "f:7:86: warning AGW1203: params.secret: a literal secret (expected: a reference) (write ${POLICY_D_PARAMS_SECRET} and set that variable)",
                        "f:7:86: error AGW1305: params.secret: has no effect without channel: webhook (remove it)",
                        "f:8:67: error AGW1104: params.url: a value (expected: http:// or https://, a host, and nothing but a path and a query after it)",
                        "f:8:67: error AGW1305: params.url: has no effect without channel: webhook or slack (remove it)",
                        "f:8:94: error AGW1104: match.tags[0]: \"*a\" (expected: * at the end only)");
    }

    @Test
    void whereAPolicySendsRequestsEachOfItsRoutesLeads() {
        assertThat(
                        load(
                                """
                                providers:
                                - {id: p, provider_type: echo}
                                - {id: q, provider_type: echo}
                                llmRoutes:
                                - {id: direct, protocol: openai, match_policy: {path_prefix: /d}, target_policy: {type: direct-provider, provider_id: p}}
                                - id: logical
                                  protocol: openai
                                  target_policy:
                                    type: logical-model
                                    model_targets:
                                    - {name: gpt-*, candidates: [{provider_id: p, upstream_model: '*'}]}
                                    - {name: gpt-small, candidates: [{provider_id: q, upstream_model: s}]}
                                policies:
                                - {id: a, condition: 'true', action: route, params: {model: gpt-any}}
                                - {id: b, condition: 'true', action: route, params: {model: claude}}
                                - {id: c, condition: 'true', action: route, params: {model: claude}, match: {route_ids: [dir*]}}
                                - {id: d, condition: 'true', action: route, params: {model: gpt-small, provider_id: p}}
                                - {id: e, condition: 'true', action: route, params: {provider_id: q}, match: {route_ids: [logical]}}
                                - {id: f, condition: 'true', action: route, params: {model: gpt-small, provider_id: q}}
                                - {id: g, condition: 'true', action: route, params: {duration: 1m}}
                                """))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:17:61: error AGW1304: params.model: llm_route/logical does not lead there (expected: what each route that it looks at serves) (name the routes that do in match.route_ids)",
                        "f:19:61: error AGW1304: params.model: llm_route/logical does not lead there (expected: what each route that it looks at serves) (name the routes that do in match.route_ids)",
                        "f:21:61: error AGW1304: params.model: llm_route/direct does not lead there (expected: what each route that it looks at serves) (name the routes that do in match.route_ids)",
                        "f:22:53: error AGW1103: params.model is missing (expected: model or provider_id)",
                        "f:22:64: error AGW1305: params.duration: has no effect with action: route (remove it)");
    }

    @Test
    void routesThatTakeTheSameRequestsAreWarnedOf() {
        assertThat(
                        load(
                                """
                                llmRoutes:
                                - {id: a, protocol: openai, match_policy: {host: X, path_prefix: /v/}, target_policy: {type: direct-provider, provider_id: p}}
                                - {id: b, protocol: openai, match_policy: {host: x, path_prefix: /v}, target_policy: {type: direct-provider, provider_id: p}}
                                - {id: c, protocol: anthropic, match_policy: {host: x, path_prefix: /v}, target_policy: {type: direct-provider, provider_id: p}}
                                - {id: d, protocol: openai, disabled: true, match_policy: {host: x, path_prefix: /v}, target_policy: {type: direct-provider, provider_id: p}}
                                """))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:5:43: warning AGW1304: llm_route/b takes the same requests as llm_route/a, which gets them all (llm_route/a is at f:4:3)");
    }

    @Test
    void pricesOfTheSameModelsSinceTheSameDayAreWarnedOf() {
        assertThat(
                        load(
                                """
                                modelPricing:
                                - {id: a, match: {provider_type: openai, model: x}, input_per_1m_usd: "1"}
                                - {id: b, match: {provider_type: openai, model: x}, input_per_1m_usd: "2"}
                                - {id: c, match: {provider_type: openai, model: x}, input_per_1m_usd: "2", effective_from: 2026-11-01}
                                - {id: d, match: {model: x}, input_per_1m_usd: "2"}
                                - {id: e, match: {model: x}, input_per_1m_usd: "2", disabled: true}
                                """))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:5:18: warning AGW1304: model_pricing/b is for the same models as model_pricing/a, which is applied (model_pricing/a is at f:4:3)");
    }

    @Test
    void aLimitHoldsForItsSubjectOrForThoseThatNameIt() {
        assertThat(
                        load(
                                """
                                rateLimits:
                                - {id: named, requests: 1/s}
                                - {id: nobody, requests: 1/s}
                                - {id: off, requests: 1/s, disabled: true}
                                - {id: own, requests: 1/s, subject: {type: global}}
                                llmRoutes:
                                - {id: r, protocol: openai, match_policy: {path_prefix: /r}, rate_limit_ids: [named, own], target_policy: {type: direct-provider, provider_id: p}}
                                virtualKeys:
                                - {id: k, rate_limit_ids: [own]}
                                agents:
                                - {id: a, name: A, runtime: {type: acp, acp: {service_id: s}}, policy: {rate_limit_ids: [own]}}
                                """))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:5:3: warning AGW1308: rate_limit/nobody has no subject and nothing names it: it limits nothing (give it a subject, or name it in rate_limit_ids of a key, route or agent)",
                        "f:9:86: error AGW1304: rate_limit_ids[1]: rate_limit/own has a subject of its own (expected: a limit without subject) (rate_limit/own is at f:7:3)",
                        "f:11:28: error AGW1304: rate_limit_ids[0]: rate_limit/own has a subject of its own (expected: a limit without subject) (rate_limit/own is at f:7:3)",
                        "f:13:90: error AGW1304: policy.rate_limit_ids[0]: rate_limit/own has a subject of its own (expected: a limit without subject) (rate_limit/own is at f:7:3)");
    }

    @Test
    void limitsOfOneSubjectMayBeManyButNotOfOneThing() {
        assertThat(
                        load(
                                """
                                rateLimits:
                                - {id: a, requests: 1/s, subject: {type: user, id: "*"}}
                                - {id: b, requests: 100/day, tokens: 5/s, subject: {type: user, id: "*"}}
                                - {id: c, max_concurrent: 1, subject: {type: user, id: "*"}}
                                - {id: d, requests: 1/s, subject: {type: user, id: u}}
                                - {id: e, requests: 1/s, subject: {type: user, id: u}, disabled: true}
                                """))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:5:21: warning AGW1304: requests: rate_limit/b and rate_limit/a limit the same subject, the tighter one decides (rate_limit/a is at f:4:3)");
    }

    @Test
    void budgetsOfOneSubjectAndUnknownOrganizationsAreWarnedOf() {
        assertThat(
                        load(
                                """
                                teams:
                                - {id: t, org: acme}
                                rateLimits:
                                - {id: l, requests: 1/s, subject: {type: org, id: acne}}
                                - {id: m, requests: 1/s, subject: {type: org, id: acme}}
                                budgets:
                                - {id: a, turn_limits: {day: 5}, subject: {type: team, id: t}}
                                - {id: b, turn_limits: {day: 6}, subject: {type: team, id: t}}
                                - {id: c, turn_limits: {day: 6}, subject: {type: org, id: zzz}}
                                - {id: d, turn_limits: {day: 6}, subject: {type: org, id: "*"}}
                                - {id: e, turn_limits: {day: 6}, subject: {type: team, id: t}, disabled: true}
                                """))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:6:51: warning AGW1301: subject.id: no team is of the organization \"acne\" (did you mean acme?)",
                        "f:10:43: warning AGW1304: budget/b is for the same subject as budget/a; both hold (budget/a is at f:9:3)",
                        "f:11:59: warning AGW1301: subject.id: no team is of the organization \"zzz\"");
    }

    @Test
    void modelsThatAHardBudgetRefusesForWantOfAPriceAreWarnedOf() {
        assertThat(
                        load(
                                """
                                providers:
                                - {id: o, provider_type: openai, default_model: gpt-99}
                                - {id: v, provider_type: vllm, base_url: "http://v:1/v1"}
                                managedModels:
                                - {provider_id: v, upstream_model: off, enabled: false}
                                - {provider_id: o, upstream_model: gpt-5-mini}
                                modelPricing:
                                - {id: own, match: {provider_id: v, model: "own-*"}, input_per_1m_usd: "1"}
                                agents:
                                - {id: a, name: A, allowed_route_ids: [logical], allowed_provider_ids: [o]}
                                virtualKeys:
                                - {id: k, allowed_route_ids: [direct]}
                                llmRoutes:
                                - {id: direct, protocol: openai, match_policy: {path_prefix: /d}, target_policy: {type: direct-provider, provider_id: o}}
                                - id: logical
                                  protocol: openai
                                  match_policy: {path_prefix: /l}
                                  target_policy:
                                    type: logical-model
                                    fallback: {enabled: true, chain: [{provider_id: v, upstream_model: last}]}
                                    model_targets:
                                    - name: a
                                      candidates:
                                      - {provider_id: o, upstream_model: gpt-5}
                                      - {provider_id: v, upstream_model: own-1}
                                      - {provider_id: v, upstream_model: off}
                                      - {provider_id: v, upstream_model: other}
                                      - {provider_id: elsewhere, upstream_model: other}
                                budgets:
                                - {id: all, limits: {day: "5"}, subject: {type: global}}
                                - {id: key, limits: {day: "5"}, subject: {type: virtual_key, id: k}}
                                - {id: provider, limits: {day: "5"}, subject: {type: provider, id: v}}
                                - {id: agent, limits: {day: "5"}, subject: {type: agent, id: a}}
                                - {id: soft, limits: {day: "5"}, subject: {type: user, id: u}, enforcement: soft}
                                - {id: zero, limits: {day: "5"}, subject: {type: user, id: v}, unpriced_model: allow_zero}
                                - {id: turns, turn_limits: {day: 5}, subject: {type: user, id: w}}
                                - {id: off, limits: {day: "5"}, subject: {type: user, id: x}, disabled: true}
                                """))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:32:3: warning AGW1309: budget/all refuses requests for o/gpt-99 of llm_route/direct and 2 more: no price is known (say it in modelPricing, or unpriced_model: allow_zero)",
                        "f:33:3: warning AGW1309: budget/key refuses requests for o/gpt-99 of llm_route/direct: no price is known (say it in modelPricing, or unpriced_model: allow_zero)",
                        "f:34:3: warning AGW1309: budget/provider refuses requests for v/other of llm_route/logical and 1 more: no price is known (say it in modelPricing, or unpriced_model: allow_zero)");
    }

    @Test
    void aClientsKeyGoesToOneVendor() {
        var providers =
                """
                providers:
                - {id: o, provider_type: openai}
                - {id: o2, provider_type: openai}
                - {id: e, provider_type: openai, base_url: 'https://other.example/v1'}
                - {id: e2, provider_type: openai, base_url: 'HTTPS://Other.example:443/v1/'}
                - {id: o3, provider_type: openai, base_url: 'https://api.openai.com/v1'}
                - {id: o4, provider_type: openai, base_url: 'https://api.openai.com/v2'}
                - {id: a, provider_type: anthropic}
                """;
        var route =
                """
                llmRoutes:
                - id: r
                  protocol: openai
                  target_policy: {type: logical-model, credential: %s, model_targets: [{name: m, candidates: [%s]}], fallback: {enabled: true, chain: [%s]}}
                """;
        var one = "{provider_id: o, upstream_model: x}, {provider_id: o2, upstream_model: x}";
        var own = "{provider_id: o2, upstream_model: x}";
        var others = "{provider_id: a, upstream_model: x}";
        var elsewhere = ", {provider_id: e, upstream_model: x}";

        assertThat(load(providers + route.formatted("caller", one, own))).isEmpty();
        assertThat(load(providers + route.formatted("gateway", one + elsewhere, others))).isEmpty();
        for (var same : List.of("o", "o2", "o3")) {
            assertThat(
                            load(
                                    providers
                                            + route.formatted(
                                                    "caller", candidate("o3"), candidate(same))))
                    .as(same)
                    .isEmpty();
        }
        assertThat(load(providers + route.formatted("caller", candidate("e"), candidate("e2"))))
                .isEmpty();
        assertThat(load(providers + route.formatted("caller", candidate("o3"), candidate("o4"))))
                .hasSize(1);
        assertThat(load(providers + route.formatted("caller", one + elsewhere, own)))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:14:52: error AGW1304: target_policy.credential: caller would show a client's key to provider/o and to provider/e (expected: providers of one type and address) (make a route for each vendor)");
        assertThat(load(providers + route.formatted("caller", one, others)))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:14:52: error AGW1304: target_policy.credential: caller would show a client's key to provider/o and to provider/a (expected: providers of one type and address) (make a route for each vendor)");
    }

    /// As the provider does that is opened there.
    @ParameterizedTest
    @CsvSource({
        "anthropic, '', https://api.anthropic.com/v1, 0",
        "anthropic, https://api.anthropic.com/, https://api.anthropic.com:443/v1/, 0",
        "claudecode, '', https://api.anthropic.com/v1, 0",
        "azure-openai, https://r.openai.azure.com, https://r.openai.azure.com/openai, 0",
        "azure-openai, https://r.openai.azure.com, https://r.openai.azure.com/openai/v1, 0",
        "anthropic, '', https://api.anthropic.com/v2, 1",
        "anthropic, https://one.example/v1, https://two.example/v1, 1",
        "openai, https://one.example/v1, https://one.example, 1"
    })
    void whatIsAddedToAnAddressMakesItNoOther(String type, String one, String other, int problems) {
        var providers = new StringBuilder("providers:\n");
        for (var each : List.of("a " + one, "b " + other)) {
            var address = each.substring(2);
            providers.append(
                    "- {id: %s, provider_type: %s%s}\n"
                            .formatted(
                                    each.charAt(0),
                                    type,
                                    address.isEmpty() ? "" : ", base_url: '" + address + "'"));
        }
        var route =
                """
                llmRoutes:
                - id: r
                  protocol: openai
                  target_policy: {type: logical-model, credential: caller, model_targets: [{name: m, candidates: [%s, %s]}]}
                """
                        .formatted(candidate("a"), candidate("b"));

        assertThat(load(providers + route)).hasSize(problems);
    }

    private static String candidate(String id) {
        return "{provider_id: %s, upstream_model: x}".formatted(id);
    }
}
