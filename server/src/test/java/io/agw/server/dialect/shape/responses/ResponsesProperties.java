package io.agw.server.dialect.shape.responses;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.conversation.AnswerFold;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.MalformedAnswer;
import io.agw.server.dialect.shape.RandomAnswers;
import io.agw.server.dialect.shape.StrangeDocuments;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.JsonNode;

final class ResponsesProperties {
    private static final TokenUsage USAGE = new TokenUsage(1, 2, 3, 0, 5, 6);
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
        var events =
                RandomAnswers.alternating(
                        RandomAnswers.random(seed), ResponsesProperties::block, USAGE);
        var sent = new AnswerFold();
        events.forEach(sent::add);
        var writer = new ResponsesDialect().answerWriter(new AnsweringRules("m", "gw-1", 0, true));
        var text = new StringBuilder();
        events.forEach(event -> writer.event(event, text));

        var received = new AnswerFold();
        var reader = new ResponsesDialect().answerReader("id-1");
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
        StrangeDocuments.requestIsReadOrRefused(new ResponsesDialect(), REQUEST, seed);
    }

    /// Whatever stands in the place of anything, an answer is read or refused.
    @Property(tries = 3000)
    void noAnswerIsTooStrange(@ForAll long seed) {
        StrangeDocuments.answerIsReadOrRefused(new ResponsesDialect(), ANSWER, seed);
    }

    private static Block block(RandomGenerator random, int index) {
        return switch (random.nextInt(4)) {
            case 0 -> new Block.ToolCall("call_" + index, "tool");
            case 1 -> new Block.Thinking();
            case 2 -> new Block.Declined();
            default -> new Block.Text();
        };
    }

    private static JsonNode json(String text) {
        return ToolArguments.EXACT.readTree(text);
    }
}
