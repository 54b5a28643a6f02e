package io.agw.bundle.validate;

import static io.agw.bundle.validate.RuleCase.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.problem.Problem;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CacheRulesTest {
    static Stream<RuleCase> caches() {
        return Stream.of(
                cache("type: exact"),
                cache("type: prefix, messages: 2, ignore_suffix: true"),
                cache("type: semantic, embedding: {route_id: r, model: m}"),
                cache(
                        "type: exact, ttl: 0s, messages: 1, ignore_suffix: true, similarity_threshold: 1, embedding: {route_id: r, model: m}",
                        "f:4:45: error AGW1104: ttl: \"0s\" (expected: a duration above 0)",
                        "f:4:59: error AGW1305: messages: has no effect without type: prefix (remove it)",
                        "f:4:77: error AGW1305: ignore_suffix: has no effect without type: prefix (remove it)",
                        "f:4:105: error AGW1305: similarity_threshold: has no effect without type: semantic (remove it)",
                        "f:4:119: error AGW1305: embedding: has no effect without type: semantic (remove it)"),
                cache(
                        "type: prefix, similarity_threshold: 1",
                        "f:4:3: error AGW1103: messages is missing (expected: how many have to be the same)",
                        "f:4:63: error AGW1305: similarity_threshold: has no effect without type: semantic (remove it)"),
                cache(
                        "type: semantic, max_entries: 20000, similarity_threshold: 0",
                        "f:4:3: error AGW1103: embedding is missing (expected: a route that makes embeddings)",
                        "f:4:56: error AGW1104: max_entries: \"20000\" (expected: at most 10000, for they are compared one by one)",
                        "f:4:85: error AGW1104: similarity_threshold: \"0\" (expected: more than 0)"),
                cache(
                        "type: fuzzy, scope: user",
                        "f:4:33: error AGW1104: type: \"fuzzy\" (expected: exact, prefix or semantic)",
                        "f:4:47: error AGW1104: scope: \"user\" (expected: virtual_key, team, route or global)"));
    }

    /// Disabled, as nothing names it.
    private static RuleCase cache(String members, String... problems) {
        return object("caches", "id: c, disabled: true, " + members, problems);
    }

    @ParameterizedTest
    @MethodSource("caches")
    void rulesWithinOneCache(RuleCase given) {
        given.check();
    }

    @Test
    void cachesAnswerOnRoutesWhoseCallersAreKnown() {
        assertThat(
                        RuleCase.load(
                                """
                                providers:
                                - {id: p, provider_type: echo}
                                caches:
                                - {id: own, type: exact}
                                - {id: shared, type: exact, scope: global}
                                - {id: unused, type: exact}
                                - {id: off, disabled: true, type: exact}
                                - {id: alike, type: semantic, embedding: {route_id: a, model: m}}
                                llmRoutes:
                                - {id: a, protocol: anthropic, cache_id: own, auth_policy: {require_virtual_key: false}, target_policy: {type: direct-provider, provider_id: p}}
                                - {id: b, protocol: openai, cache_id: shared, target_policy: {type: direct-provider, provider_id: p, credential: caller}}
                                - {id: c, protocol: openai, match_policy: {path_prefix: /c}, cache_id: nothing, target_policy: {type: direct-provider, provider_id: p}}
                                - {id: d, protocol: openai, match_policy: {path_prefix: /d}, cache_id: alike, target_policy: {type: direct-provider, provider_id: p}}
                                """))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:8:3: warning AGW1308: cache/unused is named by nothing: it answers nothing (name it in cache_id of a route)",
                        "f:10:53: error AGW1304: embedding.route_id: llm_route/a speaks anthropic (expected: a route of protocol openai) (llm_route/a is at f:12:3)",
                        "f:12:42: warning AGW1308: cache_id: nothing is kept for callers without a key in cache/own (give the cache scope: route, or require a virtual key)",
                        "f:12:82: warning AGW1303: auth_policy.require_virtual_key: false lets anybody in who reaches the gateway (leave it out, and make a virtual key for each client)",
                        "f:13:39: error AGW1304: cache_id: cache/shared is shared, and callers pay with keys of their own (expected: scope virtual_key) (cache/shared is at f:7:3)");
    }
}
