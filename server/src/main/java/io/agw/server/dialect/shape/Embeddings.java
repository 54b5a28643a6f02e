package io.agw.server.dialect.shape;

import io.agw.server.dialect.Api;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The numbers that stand for texts, in the order of the texts. They are told as they came, to the
/// last digit.
///
/// @param numbers of each text
public record Embeddings(List<ArrayNode> numbers) {
    public Embeddings {
        numbers = List.copyOf(numbers);
    }

    /// @param spoken in which the upstream answers
    /// @param asked how many texts it was given
    /// @throws MalformedAnswer when it does not answer for each of them
    public static Embeddings read(Api spoken, JsonNode answer, int asked) throws MalformedAnswer {
        boolean openAi = spoken == Api.EMBEDDINGS;
        var list = answer.path(openAi ? "data" : "embeddings");
        if (!list.isArray() || list.size() != asked) {
            throw new MalformedAnswer("embeddings (expected: " + asked + ")");
        }
        var numbers = new ArrayNode[asked];
        for (int i = 0; i < asked; i++) {
            var one = list.get(i);
            int index = openAi ? one.path("index").asInt(i) : i;
            if (index < 0
                    || index >= asked
                    || !(one.get(openAi ? "embedding" : "values") instanceof ArrayNode values)) {
                throw new MalformedAnswer("an embedding (expected: a list of numbers)");
            }
            numbers[index] = values;
        }
        if (Arrays.stream(numbers).anyMatch(Objects::isNull)) {
            throw new MalformedAnswer("two embeddings with one index (expected: one of each)");
        }
        return new Embeddings(List.of(numbers));
    }

    /// The answer to a client of OpenAI's dialect.
    ///
    /// @param model as the client named it
    /// @param tokens of the texts
    public ObjectNode openAi(String model, long tokens, boolean packed) {
        var answer = ToolArguments.EXACT.createObjectNode().put("object", "list");
        var data = answer.putArray("data");
        for (int i = 0; i < numbers.size(); i++) {
            var one = data.addObject().put("object", "embedding").put("index", i);
            if (packed) {
                one.put("embedding", packed(numbers.get(i)));
            } else {
                one.set("embedding", numbers.get(i));
            }
        }
        answer.put("model", model);
        answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return answer;
    }

    private static String packed(ArrayNode numbers) {
        var bytes =
                ByteBuffer.allocate(numbers.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(number -> bytes.putFloat((float) number.asDouble(0)));
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /// The answer to a client of Gemini's.
    ///
    /// @param asked whether one text was asked about, or several
    public ObjectNode gemini(Api asked) {
        var answer = ToolArguments.EXACT.createObjectNode();
        if (asked == Api.EMBED_CONTENT) {
            answer.putObject("embedding").set("values", numbers.getFirst());
            return answer;
        }
        var list = answer.putArray("embeddings");
        numbers.forEach(each -> list.addObject().set("values", each));
        return answer;
    }
}
