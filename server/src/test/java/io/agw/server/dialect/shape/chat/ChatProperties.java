package io.agw.server.dialect.shape.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.Answer;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.conversation.AnswerFold;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.MalformedAnswer;
import io.agw.server.dialect.shape.RandomAnswers;
import io.agw.server.dialect.shape.StrangeDocuments;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class ChatProperties {
    private static final TokenUsage USAGE = new TokenUsage(1, 2, 0, 0, 5, 6);
    private static final String REQUEST =
            """
            {"model": "m", "messages": [
              {"role": "system", "content": "a"},
              {"role": "user", "name": "b", "content": [{"type": "text", "text": "c"},
                {"type": "image_url", "image_url": {"url": "https://example.com/d", "detail": "low"}},
                {"type": "file", "file": {"file_data": "data:application/pdf;base64,ZQ==",
                  "filename": "f"}}]},
              {"role": "assistant", "content": null, "refusal": null, "tool_calls": [{"id": "g",
                "type": "function", "function": {"name": "h", "arguments": "{\\"i\\":1}"}}]},
              {"role": "tool", "tool_call_id": "g", "content": [{"type": "text", "text": "j"}]}],
             "tools": [{"type": "function", "function": {"name": "h", "description": "k",
               "parameters": {"type": "object"}, "strict": true}}],
             "tool_choice": {"type": "function", "function": {"name": "h"}},
             "parallel_tool_calls": false, "max_completion_tokens": 9, "temperature": 0.5,
             "top_p": 1, "stop": ["l"], "seed": 1, "n": 1, "presence_penalty": 0.1,
             "logit_bias": {"1": 2}, "reasoning_effort": "low", "stream": false,
             "response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": {}}},
             "stream_options": {"include_usage": true}, "user": "o", "metadata": {"p": "q"}}
            """;
    private static final String ANSWER =
            """
            {"id": "a", "object": "chat.completion", "created": 1, "model": "m", "choices": [
              {"index": 0, "message": {"role": "assistant", "content": "b",
                "reasoning_content": "c", "refusal": null, "tool_calls": [{"index": 0, "id": "d",
                "type": "function", "function": {"name": "e", "arguments": "{}"}}]},
               "logprobs": null, "finish_reason": "tool_calls"}],
             "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3,
               "prompt_tokens_details": {"cached_tokens": 1},
               "completion_tokens_details": {"reasoning_tokens": 1}}}
            """;

    /// However the pieces of an answer are sent, a client reads the same answer.
    @Property(tries = 1000)
    void aClientFoldsTheSameAnswer(@ForAll long seed) throws MalformedAnswer {
        var events =
                RandomAnswers.alternating(
                        RandomAnswers.random(seed), (_, index) -> block(index), USAGE);
        var sent = new AnswerFold();
        events.forEach(sent::add);
        var writer = new ChatDialect().answerWriter(new AnsweringRules("m", "gw-1", 0, true));
        var text = new StringBuilder();
        events.forEach(event -> writer.event(event, text));

        var received = new AnswerFold();
        var reader = new ChatDialect().answerReader("id-1");
        for (var event : text.toString().split("\n\n", -1)) {
            var data = event.isEmpty() ? "" : event.substring("data: ".length());
            if (data.equals("[DONE]")) {
                reader.end(true, received::add);
            } else if (!data.isEmpty()) {
                reader.event(ToolArguments.EXACT.readTree(data), received::add);
            }
        }

        assertThat(heard(received.answer())).isEqualTo(heard(sent.answer()));
    }

    /// Whatever stands in the place of anything, a request is read or refused.
    @Property(tries = 2000)
    void noRequestIsTooStrange(@ForAll long seed) {
        StrangeDocuments.requestIsReadOrRefused(new ChatDialect(), REQUEST, seed);
    }

    /// Whatever stands in the place of anything, an answer is read or refused.
    @Property(tries = 2000)
    void noAnswerIsTooStrange(@ForAll long seed) {
        StrangeDocuments.answerIsReadOrRefused(new ChatDialect(), ANSWER, seed);
    }

    /// A message keeps apart what is of different kinds, not which came first.
    private static List<Object> heard(Answer answer) {
        var text = new StringBuilder();
        var thoughts = new StringBuilder();
        var heard = new ArrayList<Object>();
        for (var part : answer.parts()) {
            switch (part) {
                case Part.Text(var said, _) -> text.append(said);
                case Part.Thinking(var said, _) -> thoughts.append(said);
                default -> heard.add(part);
            }
        }
        heard.addAll(List.of(text.toString(), thoughts.toString(), answer.reason()));
        heard.add(answer.usage());
        return heard;
    }

    /// A message has one thought, one text and calls, in this order.
    private static Block block(int index) {
        return switch (index) {
            case 0 -> new Block.Thinking();
            case 1 -> new Block.Text();
            default -> new Block.ToolCall("call_" + index, "tool");
        };
    }
}
