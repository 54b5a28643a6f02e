package io.agw.server.dialect.shape;

import io.agw.server.dialect.conversation.Conversation;

/// One wire shape in which upstreams are asked and answer: of some no client speaks. Stateless and
/// thread-safe; readers of answers belong to one turn.
public interface UpstreamDialect {
    /// @throws Inexpressible when the conversation holds what this dialect has no words for
    WrittenRequest writeRequest(Conversation conversation, WritingRules rules) throws Inexpressible;

    /// For the answer of one upstream call.
    Dialect.AnswerReader answerReader();
}
