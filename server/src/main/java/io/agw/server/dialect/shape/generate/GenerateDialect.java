package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Dialect;
import io.agw.server.dialect.shape.FieldNames;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Signatory;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Gemini's `generateContent`, whole and streamed.
public final class GenerateDialect implements Dialect {
    private static final Signatory VENDOR = new Signatory("gene");
    private static final FieldNames NAMES =
            new FieldNames(
                    Map.ofEntries(
                            Map.entry("messages", "contents"),
                            Map.entry("reasoning_effort", "generationConfig.thinkingConfig"),
                            Map.entry(
                                    "reasoning.budget",
                                    "generationConfig.thinkingConfig.thinkingBudget"),
                            Map.entry("response_format", "generationConfig.responseMimeType"),
                            Map.entry("stop", "generationConfig.stopSequences"),
                            Map.entry("temperature", "generationConfig.temperature"),
                            Map.entry("top_p", "generationConfig.topP"),
                            Map.entry("top_k", "generationConfig.topK"),
                            Map.entry("seed", "generationConfig.seed"),
                            Map.entry("frequency_penalty", "generationConfig.frequencyPenalty"),
                            Map.entry("presence_penalty", "generationConfig.presencePenalty")));

    @Override
    public Conversation readRequest(ObjectNode request) throws Inexpressible {
        return new RequestReader().read(request);
    }

    @Override
    public WrittenRequest writeRequest(Conversation conversation, WritingRules rules)
            throws Inexpressible {
        return new RequestWriter(rules).write(conversation);
    }

    @Override
    public FieldNames fieldNames() {
        return NAMES;
    }

    @Override
    public Signatory signatory(String model) {
        return VENDOR;
    }

    @Override
    public AnswerReader answerReader(String id) {
        return new ChunkReader(id);
    }

    @Override
    public AnswerWriter answerWriter(AnsweringRules rules) {
        return new ChunkWriter(rules);
    }
}
