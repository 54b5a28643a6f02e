package io.agw.server.dialect.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.AnswerFold;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Documents in which anything stands in the place of something, for properties of dialects.
public final class StrangeDocuments {
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "-1",
                    "1e99",
                    "1e999",
                    "-1e1000000000",
                    "9223372036854775808",
                    "\"\"",
                    "[]",
                    "{}",
                    "[{}]");

    private StrangeDocuments() {}

    /// @param request one that a dialect reads
    public static void requestIsReadOrRefused(Dialect dialect, String request, long seed) {
        try {
            dialect.readRequest((ObjectNode) like(request, RandomAnswers.random(seed)));
        } catch (Inexpressible e) {
            assertThat(e.getMessage()).contains("(expected: ");
        }
    }

    /// @param answer one that a dialect reads
    public static void answerIsReadOrRefused(UpstreamDialect dialect, String answer, long seed) {
        var fold = new AnswerFold();
        try {
            dialect.answerReader("id-1").whole(like(answer, RandomAnswers.random(seed)), fold::add);
        } catch (MalformedAnswer e) {
            assertThat(e.getMessage()).isNotEmpty();
            return;
        }
        assertThat(fold.isComplete()).isTrue();
    }

    /// The document with one to three nodes replaced, at any depth.
    private static JsonNode like(String document, RandomGenerator random) {
        var tree = json(document);
        for (int change = random.nextInt(1, 4); change > 0; change--) {
            change(tree, random);
        }
        return tree;
    }

    /// Replaces one node, the root's children included.
    private static void change(JsonNode tree, RandomGenerator random) {
        var at = tree;
        while (!at.isEmpty()) {
            int child = random.nextInt(at.size());
            var next = List.copyOf(at.values()).get(child);
            if (!next.isContainer() || random.nextInt(5) == 0) {
                replace(at, child, json(VALUES.get(random.nextInt(VALUES.size()))));
                return;
            }
            at = next;
        }
    }

    private static void replace(JsonNode in, int child, JsonNode by) {
        switch (in) {
            case ArrayNode list -> list.set(child, by);
            case ObjectNode object ->
                    object.set(List.copyOf(object.propertyNames()).get(child), by);
            default -> throw new IllegalStateException("no container: " + in);
        }
    }

    private static JsonNode json(String text) {
        return ToolArguments.EXACT.readTree(text);
    }
}
