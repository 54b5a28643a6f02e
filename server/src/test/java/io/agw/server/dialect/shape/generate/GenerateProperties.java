package io.agw.server.dialect.shape.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.conversation.AnswerFold;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.MalformedAnswer;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class GenerateProperties {
    private static final List<String> WORDS =
            List.of("a", "\"", "\\", "\n", "é", "😀", "{\"k\":", "}", " ", "\u0000");
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "-1",
                    "1e99",
                    "9223372036854775808",
                    "\"\"",
                    "[]",
                    "{}",
                    "[{}]");
    private static final String REQUEST =
            """
            {"systemInstruction": {"parts": [{"text": "a"}]}, "contents": [
              {"role": "model", "parts": [{"text": "b", "thought": true, "thoughtSignature": "c"},
                {"functionCall": {"id": "d", "name": "e", "args": {"f": 1}}}]},
              {"role": "user", "parts": [{"functionResponse": {"id": "d", "name": "e",
                "response": {"output": "g"}, "parts": [{"inlineData": {"mimeType": "image/png",
                "data": "h"}}]}}, {"fileData": {"mimeType": "image/png", "fileUri": "gs://i"}}]}],
             "tools": [{"functionDeclarations": [{"name": "e", "parameters": {"type": "OBJECT",
               "properties": {"f": {"type": "STRING", "nullable": true, "enum": ["j"],
               "anyOf": [{"minLength": "1"}]}}}}]}],
             "toolConfig": {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["e"]}},
             "safetySettings": [{"category": "k", "threshold": "OFF"}],
             "generationConfig": {"topK": 1, "stopSequences": ["l"], "seed": 1,
               "responseMimeType": "application/json", "responseSchema": {"type": "STRING"},
               "thinkingConfig": {"thinkingLevel": "LOW", "includeThoughts": true}}}
            """;
    private static final String ANSWER =
            """
            {"candidates": [{"content": {"parts": [{"text": "a", "thought": true,
              "thoughtSignature": "b"}, {"text": "c"}, {"functionCall": {"id": "d", "name": "e",
              "args": {}}}], "role": "model"}, "finishReason": "STOP", "index": 0}],
             "promptFeedback": {"safetyRatings": []},
             "usageMetadata": {"promptTokenCount": 1, "candidatesTokenCount": 1},
             "modelVersion": "f", "responseId": "g"}
            """;

    /// However the blocks of an answer alternate, a client reads the same answer.
    @Property(tries = 1000)
    void aClientFoldsTheSameAnswer(@ForAll long seed) throws MalformedAnswer {
        var events = answer(random(seed));
        var sent = new AnswerFold();
        events.forEach(sent::add);
        var writer = new GenerateDialect().answerWriter(new AnsweringRules("m", "gw-1", 0, true));
        var text = new StringBuilder();
        events.forEach(event -> writer.event(event, text));

        var received = new AnswerFold();
        var reader = new GenerateDialect().answerReader();
        for (var data : text.toString().split("\n\n", -1)) {
            if (!data.isEmpty()) {
                reader.event(json(data.substring("data: ".length())), received::add);
            }
        }
        reader.end(false, received::add);

        assertThat(received.answer()).isEqualTo(sent.answer());
    }

    /// Whatever stands in the place of anything, a request is read or refused.
    @Property(tries = 3000)
    void noRequestIsTooStrange(@ForAll long seed) {
        try {
            new GenerateDialect().readRequest((ObjectNode) strange(REQUEST, random(seed)));
        } catch (Inexpressible e) {
            assertThat(e.getMessage()).contains("(expected: ");
        }
    }

    /// Whatever stands in the place of anything, an answer is read or refused.
    @Property(tries = 3000)
    void noAnswerIsTooStrange(@ForAll long seed) {
        var fold = new AnswerFold();
        try {
            new GenerateDialect().answerReader().whole(strange(ANSWER, random(seed)), fold::add);
        } catch (MalformedAnswer e) {
            assertThat(e.getMessage()).isNotEmpty();
            return;
        }
        assertThat(fold.isComplete()).isTrue();
    }

    private static JsonNode strange(String document, RandomGenerator random) {
        var tree = json(document);
        for (int change = random.nextInt(1, 4); change > 0; change--) {
            change(tree, random);
        }
        return tree;
    }

    /// Replaces one node, at any depth, the root's children included.
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

    private static List<AnswerEvent> answer(RandomGenerator random) {
        var events = new ArrayList<AnswerEvent>();
        events.add(new AnswerEvent.Begun("r1", "m"));
        var open = new ArrayList<Integer>();
        int blocks = 0;
        boolean called = false;
        for (int step = random.nextInt(40); step > 0; step--) {
            int what = random.nextInt(4);
            if (what == 0 || open.isEmpty()) {
                var block = block(random, blocks);
                called |= block instanceof Block.ToolCall;
                events.add(new AnswerEvent.BlockBegun(blocks, block));
                events.add(new AnswerEvent.Delta(blocks, "."));
                open.add(blocks++);
            } else if (what == 1) {
                int index = open.remove(/* index */ random.nextInt(open.size()));
                events.add(new AnswerEvent.BlockEnded(index));
            } else {
                int index = open.get(random.nextInt(open.size()));
                events.add(new AnswerEvent.Delta(index, WORDS.get(random.nextInt(WORDS.size()))));
            }
        }
        open.forEach(index -> events.add(new AnswerEvent.BlockEnded(index)));
        events.add(new AnswerEvent.Stopped(called ? StopReason.TOOL_CALLS : StopReason.END, null));
        events.add(new AnswerEvent.Counted(new TokenUsage(1, 2, 0, 0, 5, 6)));
        events.add(new AnswerEvent.Ended());
        return events;
    }

    /// Neighbours differ: two texts in a row are one, for whoever reads them.
    private static Block block(RandomGenerator random, int index) {
        if (random.nextInt(3) == 0) {
            return new Block.ToolCall("call_" + index, "tool");
        }
        return index % 2 == 0 ? new Block.Text() : new Block.Thinking();
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static JsonNode json(String text) {
        return ToolArguments.EXACT.readTree(text);
    }
}
