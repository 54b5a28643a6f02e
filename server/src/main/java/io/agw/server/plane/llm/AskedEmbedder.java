package io.agw.server.plane.llm;

import io.agw.bundle.model.Cache;
import io.agw.server.cache.Embedder;
import io.agw.server.turn.OwnCalls.Kind;
import io.agw.server.turn.OwnCalls.OwnCall;
import io.agw.server.turn.OwnCalls.OwnCallFailed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a route of the gateway what texts mean, on behalf of a client's turn. A failure is none of
/// the turn: its cache then knows only texts that are the same.
record AskedEmbedder(LlmTurn turn) implements Embedder {
    private static final Logger LOG = LoggerFactory.getLogger(AskedEmbedder.class);

    /// A client that waits longer would rather have asked the model.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// More than any vendor's have.
    private static final int MOST_DIMENSIONS = 16_384;

    @Override
    public float @Nullable [] embed(Cache cache, String text) {
        var from = cache.embedding();
        if (from == null) {
            return null;
        }
        var json = JsonMapper.shared();
        var request =
                json.createObjectNode()
                        .put("model", from.model())
                        .put("input", text)
                        .put("encoding_format", "float");
        try {
            var answer =
                    turn.own()
                            .ask(
                                    new OwnCall(
                                            from.routeId(),
                                            Kind.EMBEDDINGS,
                                            json.writeValueAsBytes(request),
                                            PATIENCE,
                                            "cache:" + cache.id()));
            return vector(json.readTree(answer).at("/data/0/embedding"));
        } catch (OwnCallFailed e) {
            LOG.debug("request {}: no embedding: {}", turn.received().requestId(), e.code());
            return null;
        } catch (JacksonException _) {
            return null;
        }
    }

    private static float @Nullable [] vector(JsonNode numbers) {
        if (!numbers.isArray() || numbers.isEmpty() || numbers.size() > MOST_DIMENSIONS) {
            return null;
        }
        var vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            var number = numbers.get(i);
            if (number == null || !number.isNumber()) {
                return null;
            }
            vector[i] = (float) number.doubleValue();
        }
        return vector;
    }
}
