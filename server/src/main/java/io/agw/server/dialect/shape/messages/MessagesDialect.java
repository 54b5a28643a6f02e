package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Dialect;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import tools.jackson.databind.node.ObjectNode;

/// Anthropic's Messages.
public final class MessagesDialect implements Dialect {
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
    public AnswerReader answerReader() {
        return new AnswerReading();
    }

    @Override
    public AnswerWriter answerWriter(AnsweringRules rules) {
        return new AnswerWriting(rules);
    }
}
