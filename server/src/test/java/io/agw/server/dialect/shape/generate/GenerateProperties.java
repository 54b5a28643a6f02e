package io.agw.server.dialect.shape.generate;

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

final class GenerateProperties {
    private static final TokenUsage USAGE = new TokenUsage(1, 2, 0, 0, 5, 6);
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
        var events =
                RandomAnswers.alternating(
                        RandomAnswers.random(seed), GenerateProperties::block, USAGE);
        var sent = new AnswerFold();
        events.forEach(sent::add);
        var writer = new GenerateDialect().answerWriter(new AnsweringRules("m", "gw-1", 0, true));
        var text = new StringBuilder();
        events.forEach(event -> writer.event(event, text));

        var received = new AnswerFold();
        var reader = new GenerateDialect().answerReader("id-1");
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
        StrangeDocuments.requestIsReadOrRefused(new GenerateDialect(), REQUEST, seed);
    }

    /// Whatever stands in the place of anything, an answer is read or refused.
    @Property(tries = 3000)
    void noAnswerIsTooStrange(@ForAll long seed) {
        StrangeDocuments.answerIsReadOrRefused(new GenerateDialect(), ANSWER, seed);
    }

    /// Neighbours differ: two texts in a row are one, for whoever reads them.
    private static Block block(RandomGenerator random, int index) {
        if (random.nextInt(3) == 0) {
            return new Block.ToolCall("call_" + index, "tool");
        }
        return index % 2 == 0 ? new Block.Text() : new Block.Thinking();
    }

    private static JsonNode json(String text) {
        return ToolArguments.EXACT.readTree(text);
    }
}
