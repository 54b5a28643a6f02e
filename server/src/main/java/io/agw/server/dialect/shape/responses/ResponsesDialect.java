package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Dialect;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import tools.jackson.databind.node.ObjectNode;

/// OpenAI's responses.
public final class ResponsesDialect implements Dialect {
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
    public AnswerReader answerReader() {
        return new ResponsesAnswerReader();
    }

    @Override
    public AnswerWriter answerWriter(AnsweringRules rules) {
        return new ResponsesAnswerWriter(rules);
    }
}
