package io.agw.server.dialect.conversation;

import org.jspecify.annotations.Nullable;

/// A piece of an answer, in the order in which it comes. An answer that is not streamed is the same
/// events at once.
///
/// `Begun`, then for each block `BlockBegun`, deltas and `BlockEnded`, then `Stopped`, then
/// `Ended`; `Counted` and `Foreign` anywhere. Blocks have rising indexes from 0; deltas of open
/// blocks may alternate.
public sealed interface AnswerEvent {
    /// The answer begins.
    ///
    /// @param id as the upstream calls it; empty when it has none
    /// @param model as the upstream names it; empty when it does not say
    record Begun(String id, String model) implements AnswerEvent {}

    /// A block begins.
    record BlockBegun(int index, Block block) implements AnswerEvent {}

    /// More of a block: words of a text, of a thought or of a refusal, or of a tool call's
    /// arguments as JSON text, cut anywhere.
    record Delta(int index, String text) implements AnswerEvent {}

    /// The signature of a thought or of a tool call, whole.
    record Signed(int index, String signature) implements AnswerEvent {}

    /// A block is complete.
    record BlockEnded(int index) implements AnswerEvent {}

    /// Tokens so far. Every one replaces the one before.
    record Counted(TokenUsage usage) implements AnswerEvent {}

    /// The upstream sent something that the conversation has no word for, such as a citation. It
    /// reaches no client of another dialect.
    ///
    /// @param what a word of few, such as `citations_delta`
    record Foreign(String what) implements AnswerEvent {}

    /// The model has said all.
    ///
    /// @param sequence the text at which it stopped; null unless that is why, and it is known
    record Stopped(StopReason reason, @Nullable String sequence) implements AnswerEvent {}

    /// The upstream's last word has come. Without it an answer is broken off.
    record Ended() implements AnswerEvent {}

    /// What a block is.
    sealed interface Block {
        record Text() implements Block {}

        record Thinking() implements Block {}

        /// A thought that only its vendor can read; whole.
        record SealedThinking(String data) implements Block {}

        record ToolCall(String id, String name) implements Block {}

        /// The model's words for not answering.
        record Declined() implements Block {}
    }

    /// Why a model stops.
    enum StopReason {
        END,
        /// At one of the client's stop texts.
        STOP_SEQUENCE,
        /// At the most tokens that were asked for.
        LENGTH,
        /// The model's memory is full.
        CONTEXT_FULL,
        TOOL_CALLS,
        /// The model, or its vendor's filter, declines to answer.
        REFUSAL,
        /// The vendor paused a long turn; the client may let it go on.
        PAUSE
    }
}
