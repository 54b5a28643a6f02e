package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Dialect;
import io.agw.server.dialect.shape.FieldNames;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Signatory;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Gemini's `generateContent`, whole and streamed.
public final class GenerateDialect implements Dialect {
    private static final Signatory VENDOR = new Signatory("gene");
    private static final FieldNames NAMES =
            new FieldNames(
                    Map.ofEntries(
                            Map.entry("messages", List.of("contents")),
                            Map.entry(
                                    "thinking",
                                    List.of(
                                            "contents[].parts[].thought",
                                            "contents[].parts[].thoughtSignature")),
                            Map.entry(
                                    "thinking.signature",
                                    List.of("contents[].parts[].thoughtSignature")),
                            Map.entry(
                                    "tool_call.signature",
                                    List.of("contents[].parts[].thoughtSignature")),
                            Map.entry("reasoning", List.of("generationConfig.thinkingConfig")),
                            Map.entry(
                                    "reasoning_effort", List.of("generationConfig.thinkingConfig")),
                            Map.entry(
                                    "reasoning.budget",
                                    List.of("generationConfig.thinkingConfig.thinkingBudget")),
                            Map.entry(
                                    "reasoning.shown",
                                    List.of("generationConfig.thinkingConfig.includeThoughts")),
                            Map.entry("max_tokens", List.of("generationConfig.maxOutputTokens")),
                            Map.entry(
                                    "filename",
                                    List.of(
                                            "contents[].parts[].inlineData.displayName",
                                            "contents[].parts[].fileData.displayName")),
                            Map.entry(
                                    "response_format",
                                    List.of("generationConfig.responseMimeType")),
                            Map.entry("stop", List.of("generationConfig.stopSequences")),
                            Map.entry("temperature", List.of("generationConfig.temperature")),
                            Map.entry("top_p", List.of("generationConfig.topP")),
                            Map.entry("top_k", List.of("generationConfig.topK")),
                            Map.entry("seed", List.of("generationConfig.seed")),
                            Map.entry(
                                    "frequency_penalty",
                                    List.of("generationConfig.frequencyPenalty")),
                            Map.entry(
                                    "presence_penalty",
                                    List.of("generationConfig.presencePenalty")),
                            Map.entry("tool_choice", List.of("toolConfig.functionCallingConfig"))));

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
