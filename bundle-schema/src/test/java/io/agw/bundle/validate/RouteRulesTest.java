package io.agw.bundle.validate;

import static io.agw.bundle.validate.RuleCase.object;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RouteRulesTest {
    static Stream<RuleCase> routes() {
        return Stream.of(
                object(
                        "llmRoutes",
                        "protocol: openai, target_policy: {type: direct-provider, provider_id: p}",
                        "f:4:3: error AGW1103: id is missing (expected: a string)"),
                route(
                        "match_policy: {path_prefix: chat}",
                        "f:4:57: error AGW1104: match_policy.path_prefix: \"chat\" (expected: a path that begins with /)"),
                route(
                        "match_policy: {path_prefix: /a/../b}",
                        "f:4:57: error AGW1104: match_policy.path_prefix: \"/a/../b\" (expected: a plain path, without query, empty segments, . and ..)"),
                route(
                        "match_policy: {host: 'x:8080'}",
                        "f:4:50: error AGW1104: match_policy.host: \"x:8080\" (expected: a host name without scheme and port)"),
                route(
                        "match_policy: {methods: [POST, FETCH]}",
                        "f:4:60: error AGW1104: match_policy.methods[0]: \"FETCH\" (expected: one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT)"),
                route(
                        "auth_policy: {require_virtual_key: false}",
                        "f:4:64: warning AGW1303: auth_policy.require_virtual_key: false lets anybody in who reaches the gateway (leave it out, and make a virtual key for each client)"),
                direct(
                        "credential_scope_order: [model_custom]",
                        "f:4:109: error AGW1104: target_policy.credential_scope_order[0]: \"model_custom\" (expected: provider_id only, for no model is chosen here)"),
                direct(
                        "credential_type_order: [api_key, api_key]",
                        "f:4:117: error AGW1104: target_policy.credential_type_order[1]: \"api_key\" (expected: each at most once)"),
                logical(
                        "default_model: smal, model_targets: [{name: small, candidates: [{provider_id: p, upstream_model: m}]}]",
                        "f:4:81: error AGW1104: target_policy.default_model: \"smal\" (expected: the name of a target of this route) (did you mean small?)"),
                logical(
                        "model_targets: [{name: a, candidates: [{provider_id: p, upstream_model: m}]}, {name: a, candidates: [{provider_id: p, upstream_model: m}]}]",
                        "f:4:151: error AGW1104: target_policy.model_targets[1].name: \"a\" (expected: a name used once in the route)"),
                logical(
                        "fallback: {enabled: true}, model_targets: [{name: a, candidates: [{provider_id: p, upstream_model: m}]}]",
                        "f:4:76: warning AGW1304: target_policy.fallback: enabled has no effect without max_num or chain, nor they without it (write enabled: true and max_num: 1 to 5 or a chain, or leave all out)"),
                logical(
                        "fallback: {enabled: true, max_num: 2}, model_targets: [{name: a, candidates: [{provider_id: p, upstream_model: m}]}]"),
                logical(
                        "fallback: {enabled: true, chain: [{provider_id: p, upstream_model: m}]}, model_targets: [{name: a, candidates: [{provider_id: p, upstream_model: m}]}]"),
                logical(
                        "fallback: {enabled: true, chain: [{provider_id: p, upstream_model: m, on: {status: [500, 401]}}]}, model_targets: [{name: a, candidates: [{provider_id: p, upstream_model: m}]}]",
                        "f:4:155: error AGW1104: target_policy.fallback.chain[0].on.status[0]: \"401\" (expected: 408, 425, 429 or 500 to 599)"),
                logical(
                        "fallback: {enabled: true, chain: [{provider_id: p, upstream_model: m}, {provider_id: p, upstream_model: m, on: {timeout_ms: 5}}]}, model_targets: [{name: a, candidates: [{provider_id: p, upstream_model: m}]}]",
                        "f:4:137: error AGW1104: target_policy.fallback.chain[1]: \"p/m\" (expected: each provider and model once in a chain)"),
                route(
                        "timeouts: {total: 0s}",
                        "f:4:47: error AGW1104: timeouts.total: \"0s\" (expected: 1ms to 2h)"),
                route(
                        "hold_back: {max_wait: 3h}",
                        "f:4:51: error AGW1104: hold_back.max_wait: \"3h\" (expected: 1ms to 2h)"),
                logical(
                        "model_targets: [{name: 'a*b', candidates: [{provider_id: p, upstream_model: m}]}]",
                        "f:4:89: error AGW1104: target_policy.model_targets[0].name: \"a*b\" (expected: * at the end only)"),
                logical(
                        "model_targets: [{name: a, candidates: [{provider_id: p, upstream_model: m}, {provider_id: p, upstream_model: m}]}]",
                        "f:4:142: error AGW1104: target_policy.model_targets[0].candidates[1]: \"p/m\" (expected: each provider and model once in a target)"),
                logical(
                        "model_targets: [{name: a, candidates: [{provider_id: p, upstream_model: m}]}], rules: [{name: r, match: {intent: summarization, complexity: high}, target: a}]"),
                logical(
                        "model_targets: [{name: a, candidates: [{provider_id: p, upstream_model: m}]}], rules: [{name: r, match: {intent: sumarization}, target: b}]",
                        "f:4:179: error AGW1104: target_policy.rules[0].match.intent: \"sumarization\" (expected: one of code_generation, creative_writing, extraction, math, summarization, translation) (did you mean summarization?)",
                        "f:4:202: error AGW1104: target_policy.rules[0].target: \"b\" (expected: the name of a target of this route)"),
                logical(
                        "model_targets: [{name: a, candidates: [{provider_id: p, upstream_model: m}]}], rules: [{name: r, match: {}, target: a}, {name: r, match: {prompt_contains: [' ']}, target: a}]",
                        "f:4:170: error AGW1104: target_policy.rules[0].match: \"{}\" (expected: at least one condition; what no rule matches goes to the model that the client names, or to default_model)",
                        "f:4:193: error AGW1104: target_policy.rules[1].name: \"r\" (expected: a name used once among the rules)",
                        "f:4:222: error AGW1104: target_policy.rules[1].match.prompt_contains[0]: \" \" (expected: a text that is not blank)"),
                logical(
                        "model_targets: [{name: a, candidates: [{provider_id: p, upstream_model: m}]}], intents: [{name: i, patterns: ['(?=x)']}, {name: i}], rules: [{name: r, match: {intent: i}, target: a}]",
                        "f:4:176: error AGW1104: target_policy.intents[0].patterns[0]: \"(?=x)\" (expected: a regular expression in RE2 syntax: invalid or unsupported Perl syntax)",
                        "f:4:187: error AGW1103: target_policy.intents[1].keywords is missing (expected: keywords, patterns or both)",
                        "f:4:194: error AGW1104: target_policy.intents[1].name: \"i\" (expected: a name used once among the intents)"),
                logical(
                        "model_targets: [{name: a, candidates: [{provider_id: p, upstream_model: m}]}], complexity: {medium_from: 50, high_from: 50}",
                        "f:4:186: error AGW1104: target_policy.complexity.high_from: \"50\" (expected: more than medium_from, which is 50)"),
                logical(
                        "model_targets: [{name: a, ab_test: {id: t, variants: [{candidate: p/m, percent: 40}, {candidate: p/n, percent: 60}]}, candidates: [{provider_id: p, upstream_model: m}, {provider_id: p, upstream_model: n}]}]"),
                logical(
                        "model_targets: [{name: a, ab_test: {id: t, variants: [{candidate: p/m, percent: 40}, {candidate: p/o, percent: 50}, {candidate: p/m, percent: 20}]}, candidates: [{provider_id: p, upstream_model: m}, {provider_id: p, upstream_model: n}]}]",
                        "f:4:119: error AGW1104: target_policy.model_targets[0].ab_test.variants: \"110\" (expected: percentages that make 100 together)",
                        "f:4:163: error AGW1104: target_policy.model_targets[0].ab_test.variants[1].candidate: \"p/o\" (expected: a candidate of this target as provider_id/upstream_model) (did you mean p/n?)",
                        "f:4:194: error AGW1104: target_policy.model_targets[0].ab_test.variants[2].candidate: \"p/m\" (expected: each candidate in one variant)"),
                logical(
                        "model_targets: [{name: a, candidates: [{provider_id: p, upstream_model: m, default: true}, {provider_id: p, upstream_model: n, default: true}]}]",
                        "f:4:202: error AGW1104: target_policy.model_targets[0].candidates[1].default: \"true\" (expected: one default candidate in a target)"),
                logical(
                        "default_model: b, model_targets: [{name: a, candidates: [{provider_id: p, upstream_model: m, default: true}]}, {name: b, candidates: [{provider_id: p, upstream_model: m}]}]",
                        "f:4:81: error AGW1304: target_policy.default_model: \"b\" is not the target that has the default candidate (expected: \"a\")"),
                logical(
                        "model_targets: [{name: a, candidates: [{provider_id: p, upstream_model: m, default: true}]}, {name: b, candidates: [{provider_id: p, upstream_model: m, default: true}]}]",
                        "f:4:159: error AGW1104: target_policy.model_targets[1]: \"b\" (expected: one target with a default candidate in a route)"));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void rulesWithinOneRoute(RuleCase given) {
        given.check();
    }

    private static RuleCase route(String members, String... problems) {
        return object(
                "llmRoutes",
                "id: r, protocol: openai, "
                        + members
                        + ", target_policy: {type: direct-provider, provider_id: p}",
                problems);
    }

    private static RuleCase direct(String members, String... problems) {
        return object(
                "llmRoutes",
                "id: r, protocol: openai, target_policy: {type: direct-provider, provider_id: p, "
                        + members
                        + "}",
                problems);
    }

    private static RuleCase logical(String members, String... problems) {
        return object(
                "llmRoutes",
                "id: r, protocol: openai, target_policy: {type: logical-model, " + members + "}",
                problems);
    }
}
