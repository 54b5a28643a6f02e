package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.SeenRequest;
import io.agw.server.upstream.TestSnapshots;
import io.agw.server.upstream.Wire;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/// Turns whose cache asks a route of the gateway what texts mean.
@Timeout(60)
final class SemanticTurnsTest {
    private static final String HEADER = "x-agw-cache";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness();
        gateway.upstream.then(SemanticTurnsTest::serve);
        gateway.use(
                TestSnapshots.of(
                        """
                        providers: [{id: fake, provider_type: openai, api_key: sk, base_url: %s, network: {max_retries: 0}}]
                        modelPricing: [{id: e, match: {provider_id: fake, model: embedder}, input_per_1m_usd: "1", output_per_1m_usd: "0"}]
                        virtualKeys: [{id: ann, value: vk-ann-key}, {id: bob, value: vk-bob-key}]
                        budgets: [{id: b, subject: {type: virtual_key, id: ann}, token_limits: {day: 100000000}}]
                        caches:
                          - {id: c, type: semantic, similarity_threshold: 0.9, embedding: {route_id: embed, model: embedder}}
                        llmRoutes:
                          - {id: chat, protocol: openai, cache_id: c, target_policy: {provider_id: fake}}
                          - {id: embed, protocol: openai, match_policy: {path_prefix: /embed}, target_policy: {provider_id: fake}}
                        """
                                .formatted(gateway.upstream.baseUrl())));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void aQuestionThatMeansTheSameIsAnsweredAgain() throws IOException {
        assertThat(ask("ann", "How warm is it?").headers()).containsEntry(HEADER, "miss");
        gateway.records.clear();
        var again = ask("ann", "How warm is it now?");

        assertThat(again.headers()).containsEntry(HEADER, "hit");
        assertThat(again.text()).contains("Hello");
        assertThat(gateway.records).hasSize(2);
        var embedding = Objects.requireNonNull(gateway.records.getFirst().usage());
        assertThat(embedding.routeId()).isEqualTo("embed");
        assertThat(embedding.payer().keyId()).isEqualTo("ann");
        assertThat(embedding.inputTokens()).isEqualTo(4);
        assertThat(gateway.records.getFirst().spans().toString()).contains("cache:c");
        assertThat(gateway.usage().outcome()).isEqualTo("cache_hit");
        assertThat(gateway.usage().tokens()).isNull();
    }

    @Test
    void whatMeansSomethingElseOrIsAnothersIsNot() throws IOException {
        ask("ann", "How warm is it?");

        assertThat(ask("ann", "Who are you?").headers()).containsEntry(HEADER, "miss");
        assertThat(ask("bob", "How warm is it now?").headers()).containsEntry(HEADER, "miss");
        assertThat(ask("bob", "How warm is it?").headers()).containsEntry(HEADER, "hit");
    }

    @Test
    void withoutAnEmbeddingTheTurnGoesOnAndTheSameTextIsStillFound() throws IOException {
        for (var text : new String[] {"fails", "nonsense"}) {
            assertThat(ask("ann", text).status()).isEqualTo(200);
            assertThat(ask("ann", text).headers()).containsEntry(HEADER, "hit");
            assertThat(ask("ann", text + "!").headers()).containsEntry(HEADER, "miss");
        }
    }

    private CollectingSink ask(String key, String text) throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received(
                        "POST",
                        "/v1/chat/completions",
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
                                + text
                                + "\"}]}",
                        "authorization",
                        "Bearer vk-" + key + "-key"),
                sink);
        return sink;
    }

    /// Embeds by whether a text is about warmth; refuses what the vendor would.
    private static void serve(SeenRequest request, Wire wire) throws IOException {
        var body = JsonMapper.shared().readTree(request.body());
        if (!body.has("input")) {
            Behaviours.openAi().serve(request, wire);
            return;
        }
        var text = body.path("input").asString("");
        if (!body.path("model").asString("").equals("embedder") || text.startsWith("fails")) {
            wire.send(Behaviours.response(400, "{\"error\":{\"message\":\"no\"}}"));
            return;
        }
        var vector = text.contains("warm") ? text.contains("now") ? "1,0.1" : "1,0" : "0,1";
        wire.send(
                Behaviours.response(
                        200,
                        "{\"object\":\"list\",\"model\":\"embedder\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":["
                                + (text.startsWith("nonsense") ? "\"x\"" : vector)
                                + "]}],\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}"));
    }
}
