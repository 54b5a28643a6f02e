package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import java.util.function.Consumer;

/// Begins the blocks of an answer, one after the other. Not thread-safe.
final class BlockNumbers {
    private int next;
    private boolean calls;

    /// @return the block's index
    int begin(Block block, Consumer<AnswerEvent> to) {
        calls |= block instanceof Block.ToolCall;
        to.accept(new AnswerEvent.BlockBegun(next, block));
        return next++;
    }

    boolean hasCalls() {
        return calls;
    }
}
