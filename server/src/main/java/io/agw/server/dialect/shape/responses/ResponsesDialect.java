package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Dialect;
import io.agw.server.dialect.shape.FieldNames;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Signatory;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// OpenAI's responses.
public final class ResponsesDialect implements Dialect {
    private static final Signatory VENDOR = new Signatory("resp");
    private static final FieldNames NAMES =
            new FieldNames(
                    Map.ofEntries(
                            Map.entry("messages", List.of("input")),
                            Map.entry(
                                    "thinking",
                                    List.of("input[].summary", "input[].encrypted_content")),
                            Map.entry("thinking.signature", List.of("input[].encrypted_content")),
                            Map.entry("tool_call.signature", List.of("input[].encrypted_content")),
                            Map.entry("reasoning", List.of("reasoning.effort", "reasoning")),
                            Map.entry("reasoning_effort", List.of("reasoning.effort", "reasoning")),
                            Map.entry(
                                    "reasoning.shown",
                                    List.of("reasoning.summary", "reasoning.generate_summary")),
                            Map.entry("max_tokens", List.of("max_output_tokens")),
                            Map.entry("detail", List.of("input[].content[].detail")),
                            Map.entry("filename", List.of("input[].content[].filename")),
                            Map.entry("response_format", List.of("text.format")),
                            Map.entry(
                                    "response_format.json_schema.name",
                                    List.of("text.format.name")),
                            Map.entry("verbosity", List.of("text.verbosity"))));

    @Override
    public Conversation readRequest(ObjectNode request) throws Inexpressible {
        return new RequestReader().read(Fields.of(request));
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
        return new ResponsesAnswerReader();
    }

    @Override
    public AnswerWriter answerWriter(AnsweringRules rules) {
        return new ResponsesAnswerWriter(rules);
    }
}
