package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import io.agw.server.upstream.TestSnapshots;
import io.agw.store.SpanAttribute;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// Which upstream a request of a logical route goes to, and what the client is told of it. Provider
/// `a` is called below `/v1/a`, provider `b` below `/v1/b`.
@Timeout(30)
final class ChoiceTest {
    private static final Behaviour ANSWER = Behaviours.json(200, Behaviours.COMPLETION);

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(ANSWER);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    write a function that sorts     |          | code      | code_intent
                    CALL ME a TAXI                  |          | small     | taxis
                    what is the capital of France?  | 50       | small     | short
                    what is the capital of France?  | 51       | main      | priority
                    what is the capital of France?  |          | main      | priority
                    """)
    void theFirstRuleThatMatchesDecides(String prompt, Long maxTokens, String model, String reason)
            throws IOException {
        use(RULES, TARGETS);

        var reply = chat("main", prompt, maxTokens);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(asked().get("model")).isEqualTo(model + "-up");
        assertThat(reply.headers()).containsEntry("x-agw-route-reason", reason);
        assertThat(reply.headers()).containsEntry("x-agw-model", model + "-up");
        assertThat(attribute("agw.route.reason")).isEqualTo(reason);
        assertThat(gateway.usage().routeReason()).isEqualTo(reason);
    }

    @Test
    void longAndDemandingRequestsGoWhereRulesSendThem() throws IOException {
        use(RULES, TARGETS);

        chat("main", "word ".repeat(9_000), null);
        assertThat(asked().get("model")).isEqualTo("long-up");

        chat("main", "word ".repeat(4_000), null);
        assertThat(asked().get("model")).isEqualTo("thorough-up");
    }

    @Test
    void aRequestWithoutAModelGoesToTheDefault() throws IOException {
        use("default_model: main", TARGETS);

        var reply = gateway.chat("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("x-agw-route-reason", "default");
    }

    @Test
    void pictureAndSchemaGoToModelsThatTakeThem() throws IOException {
        use(
                "",
                """
                - name: main
                  candidates:
                    - {provider_id: a, upstream_model: blind, priority: 2}
                    - {provider_id: b, upstream_model: sees}
                """,
                """
                managedModels:
                  - {provider_id: a, upstream_model: blind, capability_overrides: {vision: false, json: false}}
                """);
        var picture =
                """
                {"model":"main","messages":[{"role":"user","content":[{"type":"image_url",\
                "image_url":{"url":"data:image/png;base64,AAAA"}}]}]}\
                """;
        var schema =
                """
                {"model":"main","messages":[{"role":"user","content":"hi"}],"response_format":\
                {"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}}}\
                """;

        gateway.chat(picture);
        assertThat(asked().get("model")).isEqualTo("sees");
        gateway.chat(schema);
        assertThat(asked().get("model")).isEqualTo("sees");
        chat("main", "plain", null);
        assertThat(asked().get("model")).isEqualTo("blind");
    }

    @Test
    void aRequestThatNoModelTakesIsRefusedAndSaysWhatIsMissing() throws IOException {
        use(
                "",
                "- {name: main, candidates: [{provider_id: a, upstream_model: small}]}",
                """
                managedModels:
                  - {provider_id: a, upstream_model: small, capability_overrides: {context_window: 100}}
                """);

        var reply = chat("main", "word ".repeat(200), 20L);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text())
                .contains("no_capable_model")
                .contains("tokens of input and output");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10, one", "1000, two"})
    void theCheapestForTheRequestIsAsked(long maxTokens, String expected) throws IOException {
        use(
                "model_selector_strategy: cost",
                """
                - name: main
                  candidates:
                    - {provider_id: a, upstream_model: unknown, priority: 9}
                    - {provider_id: a, upstream_model: one}
                    - {provider_id: b, upstream_model: two}
                """,
                """
                modelPricing:
                  - {id: one, match: {model: one}, input_per_1m_usd: "0.01", output_per_1m_usd: "10"}
                  - {id: two, match: {model: two}, input_per_1m_usd: "10", output_per_1m_usd: "1"}
                """);

        var reply = chat("main", "word ".repeat(40), maxTokens);

        assertThat(asked().get("model")).isEqualTo(expected);
        assertThat(reply.headers()).containsEntry("x-agw-route-reason", "cost");
    }

    @Test
    void turnsAreTakenInOrder() throws IOException {
        use("model_selector_strategy: round_robin", PAIR);

        assertThat(spread(8)).isEqualTo(Map.of("one", 4, "two", 4));
    }

    @Test
    void aTestKeepsAUserAtOneVariantAndSplitsUsersByItsShares() throws IOException {
        use(
                "",
                """
                - name: main
                  ab_test:
                    id: pricing
                    sticky: user
                    variants: [{candidate: a/one, percent: 20}, {candidate: b/two, percent: 80}]
                  candidates:
                    - {provider_id: a, upstream_model: one}
                    - {provider_id: b, upstream_model: two}
                """);
        var first = new HashMap<String, String>();
        for (int round = 0; round < 2; round++) {
            for (int user = 0; user < 60; user++) {
                var name = "user-" + user;
                var reply =
                        gateway.chat(
                                "{\"model\":\"main\",\"user\":\""
                                        + name
                                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
                assertThat(reply.headers()).containsEntry("x-agw-route-reason", "ab:pricing");
                var model = asked().get("model");
                assertThat(first.computeIfAbsent(name, _ -> model)).isEqualTo(model);
            }
        }
        assertThat(first.values().stream().filter("one"::equals).count()).isBetween(5L, 20L);
    }

    @Test
    void requestsOfATestAreCountedByTheVariantTheyWereGivenWhoeverAnswers() throws IOException {
        use(
                "fallback: {enabled: true, max_num: 1}",
                """
                - name: all-*
                  ab_test:
                    id: pricing
                    sticky: none
                    variants: [{candidate: a/*, percent: 100}, {candidate: b/two, percent: 0}]
                  candidates:
                    - {provider_id: a, upstream_model: '*'}
                    - {provider_id: b, upstream_model: two}
                - {name: plain, candidates: [{provider_id: a, upstream_model: one}]}
                """);
        chat("all-one", "hi", null);
        chat("all-two", "hi", null);
        chat("plain", "hi", null);
        gateway.upstream.then((request, wire) ->
                Behaviours.json(request.target().startsWith("/v1/a/") ? 503 : 400, "{}")
                        .serve(request, wire));
        chat("all-one", "hi", null);
        gateway.upstream.then((request, wire) -> {
            if (request.target().startsWith("/v1/a/")) {
                Behaviours.json(503, "{}").serve(request, wire);
            } else {
                ANSWER.serve(request, wire);
            }
        });
        chat("all-one", "hi", null);

        assertThat(variants("a/*"))
                .containsExactlyInAnyOrder(
                        "fallback=\"false\",outcome=\"ok\" 2.0",
                        "fallback=\"true\",outcome=\"rejected\" 1.0",
                        "fallback=\"true\",outcome=\"ok\" 1.0");
        assertThat(variants("b/two")).isEmpty();
    }

    @Test
    void aVariantThatCannotServeIsStillTheOneThatWasGiven() throws IOException {
        use(
                "",
                """
                - name: main
                  ab_test:
                    id: pricing
                    sticky: none
                    variants: [{candidate: b/two, percent: 100}, {candidate: a/one, percent: 0}]
                  candidates:
                    - {provider_id: a, upstream_model: one}
                    - {provider_id: b, upstream_model: two}
                """,
                "managedModels: [{provider_id: b, upstream_model: two, enabled: false}]");
        chat("main", "hi", null);

        assertThat(variants("b/two")).containsExactly("fallback=\"true\",outcome=\"ok\" 1.0");
        assertThat(variants("a/one")).isEmpty();
    }

    /// How the requests that were given a variant ended.
    private List<String> variants(String variant) {
        var rest = ",route=\"route\",test=\"pricing\",variant=\"" + variant + "\"}";
        return gateway.meters()
                .lines()
                .filter(line -> line.startsWith("agw_variant_requests_total{"))
                .filter(line -> line.contains(rest))
                .map(line -> line.substring(line.indexOf('{') + 1).replace(rest, ""))
                .toList();
    }

    @Test
    void theReasonOfASecondChoiceIsFallback() throws IOException {
        use("fallback: {enabled: true, max_num: 1}", PAIR);
        gateway.upstream.then((request, wire) -> {
            if (request.target().startsWith("/v1/a/")) {
                Behaviours.json(503, "{}").serve(request, wire);
            } else {
                ANSWER.serve(request, wire);
            }
        });

        var reply = chat("main", "hi", null);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.headers())
                .containsEntry("x-agw-route-reason", "fallback")
                .containsEntry("x-agw-provider", "b")
                .containsEntry("x-agw-model", "two");
    }

    private static final String RULES =
            """
            complexity: {medium_from: 15, high_from: 40}
            rules:
              - {name: code_intent, match: {intent: code_generation}, target: code}
              - {name: taxis, match: {prompt_contains: [call me a]}, target: small}
              - {name: short, match: {max_tokens_lte: 50}, target: small}
              - {name: long_context, match: {input_tokens_gt: 10000}, target: long}
              - {name: hard, match: {models: [main], complexity: high}, target: thorough}
            model_selector_strategy: priority
            """;

    private static final String TARGETS =
            """
            - {name: main, candidates: [{provider_id: a, upstream_model: main-up}]}
            - {name: code, candidates: [{provider_id: a, upstream_model: code-up}]}
            - {name: small, candidates: [{provider_id: b, upstream_model: small-up}]}
            - {name: long, candidates: [{provider_id: b, upstream_model: long-up}]}
            - {name: thorough, candidates: [{provider_id: b, upstream_model: thorough-up}]}
            """;

    private static final String PAIR =
            """
            - name: main
              candidates:
                - {provider_id: a, upstream_model: one}
                - {provider_id: b, upstream_model: two}
            """;

    private Map<String, Integer> spread(int calls) throws IOException {
        var counts = new HashMap<String, Integer>();
        for (int i = 0; i < calls; i++) {
            assertThat(chat("main", "hi", null).status()).isEqualTo(200);
            counts.merge(asked().get("model"), 1, Integer::sum);
        }
        return counts;
    }

    private CollectingSink chat(String model, String prompt, @Nullable Long maxTokens)
            throws IOException {
        var body = JsonMapper.shared().createObjectNode().put("model", model);
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        if (maxTokens != null) {
            body.put("max_tokens", maxTokens);
        }
        return gateway.chat(body.toString());
    }

    private Map<String, String> asked() {
        var request = gateway.upstream.requests().getLast();
        var body = JsonMapper.shared().readTree(request.text());
        return Map.of("model", body.path("model").stringValue(), "target", request.target());
    }

    private @Nullable Object attribute(String name) {
        return gateway.spans().stream()
                .flatMap(span -> span.attributes().stream())
                .filter(attribute -> attribute.key().equals(name))
                .map(attribute -> ((SpanAttribute.Text) attribute).value())
                .findFirst()
                .orElse(null);
    }

    private void use(String policy, String targets, String... further) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: a, provider_type: openai, api_key: k, base_url: '%1$s/a', network: {max_retries: 0}}
                          - {id: b, provider_type: openai, api_key: k, base_url: '%1$s/b', network: {max_retries: 0}}
                        llmRoutes:
                          - id: route
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            expose_metadata: true
                            target_policy:
                              type: logical-model
                        %2$s
                              model_targets:
                        %3$s
                        %4$s
                        """
                                .formatted(
                                        gateway.upstream.baseUrl(),
                                        policy.indent(6),
                                        targets.indent(8),
                                        String.join("\n", List.of(further)))));
    }
}
