package io.agw.server.dialect.shape.responses;

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

final class ResponsesProperties {
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
            {"model": "m", "instructions": "a", "input": [
              {"role": "user", "content": [{"type": "input_text", "text": "b"},
                {"type": "input_image", "image_url": "https://c", "detail": "low"},
                {"type": "input_file", "file_data": "d", "filename": "e"},
                {"type": "input_audio", "input_audio": {"data": "f", "format": "wav"}}]},
              {"type": "reasoning", "id": "g", "encrypted_content": "h",
                "summary": [{"type": "summary_text", "text": "i"}]},
              {"type": "message", "role": "assistant", "status": "completed", "content": [
                {"type": "output_text", "text": "j", "annotations": [], "logprobs": []},
                {"type": "refusal", "refusal": "k"}]},
              {"type": "function_call", "call_id": "l", "name": "n", "arguments": "{}"},
              {"type": "function_call_output", "call_id": "l", "output": "o"}],
             "tools": [{"type": "function", "name": "n", "description": "p", "strict": true,
               "parameters": {"type": "object"}}],
             "tool_choice": {"type": "allowed_tools", "mode": "auto",
               "tools": [{"type": "function", "name": "n"}]},
             "parallel_tool_calls": true, "stream": true, "store": true, "user": "q",
             "reasoning": {"effort": "low", "summary": "auto"}, "max_output_tokens": 1,
             "text": {"format": {"type": "json_schema", "name": "r", "schema": {}},
               "verbosity": "low"}, "include": ["reasoning.encrypted_content"],
             "stream_options": {"include_obfuscation": false}, "temperature": 1, "top_p": 1}
            """;
    private static final String ANSWER =
            """
            {"id": "a", "model": "b", "status": "completed", "error": null, "output": [
              {"type": "reasoning", "id": "c", "encrypted_content": "d",
                "summary": [{"type": "summary_text", "text": "e"}],
                "content": [{"type": "reasoning_text", "text": "f"}]},
              {"type": "message", "content": [{"type": "output_text", "text": "g",
                "annotations": []}, {"type": "refusal", "refusal": "h"}]},
              {"type": "function_call", "id": "i", "call_id": "j", "name": "k",
                "arguments": "{}"}],
             "incomplete_details": {"reason": "l"}, "usage": {"input_tokens": 1,
               "input_tokens_details": {"cached_tokens": 1}, "output_tokens": 1,
               "output_tokens_details": {"reasoning_tokens": 1}}}
            """;

    /// However the blocks of an answer alternate, a client reads the same answer.
    @Property(tries = 1000)
    void aClientFoldsTheSameAnswer(@ForAll long seed) throws MalformedAnswer {
        var events = answer(random(seed));
        var sent = new AnswerFold();
        events.forEach(sent::add);
        var writer = new ResponsesDialect().answerWriter(new AnsweringRules("m", "gw-1", 0, true));
        var text = new StringBuilder();
        events.forEach(event -> writer.event(event, text));

        var received = new AnswerFold();
        var reader = new ResponsesDialect().answerReader();
        for (var line : text.toString().split("\n", -1)) {
            if (line.startsWith("data: ")) {
                reader.event(json(line.substring("data: ".length())), received::add);
            }
        }

        assertThat(received.isComplete()).isTrue();
        assertThat(received.answer().parts()).isEqualTo(sent.answer().parts());
        assertThat(received.answer().reason()).isEqualTo(sent.answer().reason());
        assertThat(received.answer().usage()).isEqualTo(sent.answer().usage());
    }

    /// Whatever stands in the place of anything, a request is read or refused.
    @Property(tries = 3000)
    void noRequestIsTooStrange(@ForAll long seed) {
        try {
            new ResponsesDialect().readRequest((ObjectNode) strange(REQUEST, random(seed)));
        } catch (Inexpressible e) {
            assertThat(e.getMessage()).contains("(expected: ");
        }
    }

    /// Whatever stands in the place of anything, an answer is read or refused.
    @Property(tries = 3000)
    void noAnswerIsTooStrange(@ForAll long seed) {
        var fold = new AnswerFold();
        try {
            new ResponsesDialect().answerReader().whole(strange(ANSWER, random(seed)), fold::add);
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
        events.add(new AnswerEvent.Counted(new TokenUsage(1, 2, 3, 0, 5, 6)));
        events.add(new AnswerEvent.Ended());
        return events;
    }

    private static Block block(RandomGenerator random, int index) {
        return switch (random.nextInt(4)) {
            case 0 -> new Block.ToolCall("call_" + index, "tool");
            case 1 -> new Block.Thinking();
            case 2 -> new Block.Declined();
            default -> new Block.Text();
        };
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static JsonNode json(String text) {
        return ToolArguments.EXACT.readTree(text);
    }
}
