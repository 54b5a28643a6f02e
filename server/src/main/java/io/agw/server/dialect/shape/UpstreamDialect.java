package io.agw.server.dialect.shape;

import io.agw.server.dialect.conversation.Conversation;

/// One wire shape in which upstreams are asked and answer: of some no client speaks. Stateless and
/// thread-safe; readers of answers belong to one turn.
public interface UpstreamDialect {
    /// @throws Inexpressible when the conversation holds what this dialect has no words for
    WrittenRequest writeRequest(Conversation conversation, WritingRules rules) throws Inexpressible;

    /// Who signs the thoughts of a model that speaks so.
    ///
    /// @param model as the upstream names it
    Signatory signatory(String model);

    /// For the answer of one upstream call.
    ///
    /// @param id of the answer, unlike that of any other: of it are made the ids of tool calls that
    ///   have none. Letters, digits, `_` and `-`, at most 24
    Dialect.AnswerReader answerReader(String id);
}
