package io.agw.server.dialect.shape.converse;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.shape.Dialect;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Signatory;
import io.agw.server.dialect.shape.UpstreamDialect;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;

/// Amazon Bedrock's `Converse` and `ConverseStream`, whose binary frames come here as objects of
/// one member, the frame's type, as AWS describes the stream: `{"contentBlockDelta":
/// {"contentBlockIndex": 0, "delta": {"text": "Hi"}}}`.
public final class ConverseDialect implements UpstreamDialect {
    @Override
    public WrittenRequest writeRequest(Conversation conversation, WritingRules rules)
            throws Inexpressible {
        return new RequestWriter(rules).write(conversation);
    }

    @Override
    public Signatory signatory(String model) {
        return Family.of(model).signatory(model);
    }

    @Override
    public Dialect.AnswerReader answerReader(String id) {
        return new ConverseAnswerReader();
    }
}
