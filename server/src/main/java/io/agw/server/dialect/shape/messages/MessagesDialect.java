package io.agw.server.dialect.shape.messages;

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

/// Anthropic's Messages.
public final class MessagesDialect implements Dialect {
    private static final Signatory VENDOR = new Signatory("mess");
    private static final FieldNames NAMES =
            new FieldNames(
                    Map.ofEntries(
                            Map.entry(
                                    "thinking",
                                    List.of(
                                            "messages[].content[].thinking",
                                            "messages[].content[].data")),
                            Map.entry(
                                    "thinking.signature",
                                    List.of(
                                            "messages[].content[].signature",
                                            "messages[].content[].data")),
                            Map.entry(
                                    "tool_call.signature",
                                    List.of("messages[].content[].signature")),
                            Map.entry("reasoning", List.of("thinking", "output_config.effort")),
                            Map.entry(
                                    "reasoning_effort",
                                    List.of("output_config.effort", "thinking")),
                            Map.entry("reasoning.budget", List.of("thinking.budget_tokens")),
                            Map.entry("reasoning.shown", List.of("thinking.display")),
                            Map.entry("filename", List.of("messages[].content[].title")),
                            Map.entry("user", List.of("metadata.user_id")),
                            Map.entry("stop", List.of("stop_sequences")),
                            Map.entry(
                                    "parallel_tool_calls",
                                    List.of("tool_choice.disable_parallel_tool_use")),
                            Map.entry(
                                    "response_format",
                                    List.of("output_config.format", "output_format"))));

    @Override
    public Conversation readRequest(ObjectNode request) throws Inexpressible {
        return new RequestReading(request).conversation();
    }

    @Override
    public WrittenRequest writeRequest(Conversation conversation, WritingRules rules)
            throws Inexpressible {
        return new RequestWriting(conversation, rules).write();
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
        return new AnswerReading();
    }

    @Override
    public AnswerWriter answerWriter(AnsweringRules rules) {
        return new AnswerWriting(rules);
    }
}
