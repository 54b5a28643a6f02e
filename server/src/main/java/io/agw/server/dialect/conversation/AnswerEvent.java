package io.agw.server.dialect.conversation;

import org.jspecify.annotations.Nullable;

/// A piece of an answer, in the order in which it comes. An answer that is not streamed is the same
/// events at once.
///
/// `Begun`, then for each block `BlockBegun`, deltas and `BlockEnded`, then `Stopped`, then
/// `Ended`; `Counted` and `Foreign` anywhere. Blocks have rising indexes from 0; deltas of open
/// blocks may alternate.
public sealed interface AnswerEvent {
    /// Characters that come with it, of whatever kind: whoever keeps the event keeps as many.
    long characters();

    /// The answer begins.
    ///
    /// @param id as the upstream calls it; empty when it has none, or one that is too long to make
    ///   the ids of its parts from
    /// @param model as the upstream names it; empty when it does not say
    record Begun(String id, String model) implements AnswerEvent {
        private static final int LONGEST_ID = 256;

        public Begun {
            id = id.length() > LONGEST_ID ? "" : id;
        }

        @Override
        public long characters() {
            return (long) id.length() + model.length();
        }
    }

    /// A block begins.
    record BlockBegun(int index, Block block) implements AnswerEvent {
        @Override
        public long characters() {
            return block.characters();
        }
    }

    /// More of a block: words of a text, of a thought or of a refusal, or of a tool call's
    /// arguments as JSON text, cut anywhere.
    record Delta(int index, String text) implements AnswerEvent {
        @Override
        public long characters() {
            return text.length();
        }
    }

    /// The signature of a thought or of a tool call, whole.
    record Signed(int index, String signature) implements AnswerEvent {
        @Override
        public long characters() {
            return signature.length();
        }
    }

    /// A block is complete.
    record BlockEnded(int index) implements AnswerEvent {
        @Override
        public long characters() {
            return 0;
        }
    }

    /// Tokens so far. Every one replaces the one before.
    record Counted(TokenUsage usage) implements AnswerEvent {
        @Override
        public long characters() {
            return 0;
        }
    }

    /// The upstream sent something that the conversation has no word for, such as a citation. It
    /// reaches no client of another dialect.
    ///
    /// @param what a word of few, such as `citations_delta`
    record Foreign(String what) implements AnswerEvent {
        @Override
        public long characters() {
            return what.length();
        }
    }

    /// The model has said all.
    ///
    /// @param sequence the text at which it stopped; null unless that is why, and it is known
    record Stopped(StopReason reason, @Nullable String sequence) implements AnswerEvent {
        @Override
        public long characters() {
            return sequence == null ? 0 : sequence.length();
        }
    }

    /// The upstream's last word has come. Without it an answer is broken off.
    record Ended() implements AnswerEvent {
        @Override
        public long characters() {
            return 0;
        }
    }

    /// What a block is.
    sealed interface Block {
        /// Characters that stand in it from its beginning.
        long characters();

        record Text() implements Block {
            @Override
            public long characters() {
                return 0;
            }
        }

        record Thinking() implements Block {
            @Override
            public long characters() {
                return 0;
            }
        }

        /// A thought that only its vendor can read; whole.
        record SealedThinking(String data) implements Block {
            @Override
            public long characters() {
                return data.length();
            }
        }

        record ToolCall(String id, String name) implements Block {
            @Override
            public long characters() {
                return (long) id.length() + name.length();
            }
        }

        /// The model's words for not answering.
        record Declined() implements Block {
            @Override
            public long characters() {
                return 0;
            }
        }
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
