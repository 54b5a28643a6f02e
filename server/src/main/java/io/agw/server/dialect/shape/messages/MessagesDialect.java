package io.agw.server.dialect.shape.messages;

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

/// Anthropic's Messages.
public final class MessagesDialect implements Dialect {
    private static final Signatory VENDOR = new Signatory("mess");
    private static final FieldNames NAMES =
            new FieldNames(
                    Map.ofEntries(
                            Map.entry("stop", "stop_sequences"),
                            Map.entry(
                                    "parallel_tool_calls", "tool_choice.disable_parallel_tool_use"),
                            Map.entry("reasoning_effort", "output_config.effort"),
                            Map.entry("reasoning.budget", "thinking.budget_tokens"),
                            Map.entry("response_format", "output_config.format")));

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
