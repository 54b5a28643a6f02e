package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Dialect;
import io.agw.server.dialect.shape.FieldNames;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Signatory;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import tools.jackson.databind.node.ObjectNode;

/// OpenAI's chat completions.
public final class ChatDialect implements Dialect {
    private static final Signatory VENDOR = new Signatory("chat");

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
        return FieldNames.OF_CHAT;
    }

    @Override
    public Signatory signatory(String model) {
        return VENDOR;
    }

    @Override
    public AnswerReader answerReader(String id) {
        return new ChatAnswerReader(id);
    }

    @Override
    public AnswerWriter answerWriter(AnsweringRules rules) {
        return new ChatAnswerWriter(rules);
    }
}
