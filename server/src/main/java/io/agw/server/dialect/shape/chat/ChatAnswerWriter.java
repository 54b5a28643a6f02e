package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.Answer;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Dialect;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Writes answers, whole and in chunks.
final class ChatAnswerWriter implements Dialect.AnswerWriter {
    private final AnsweringRules rules;
    private final Map<Integer, Written> blocks = new HashMap<>();
    private Chunks chunks;
    private int calls;
    private int thoughts;
    private @Nullable TokenUsage usage;
    private AnswerEvent.@Nullable Stopped stopped;

    ChatAnswerWriter(AnsweringRules rules) {
        this.rules = rules;
        this.chunks = new Chunks(rules, rules.id());
    }

    @Override
    public JsonNode whole(Answer answer) {
        return WholeAnswer.write(answer, rules);
    }

    @Override
    public void event(AnswerEvent event, StringBuilder to) {
        switch (event) {
            case AnswerEvent.Begun(var id, var _) -> {
                chunks = new Chunks(rules, id.isEmpty() ? rules.id() : id);
                chunks.role(to);
            }
            case AnswerEvent.BlockBegun(int index, var block) -> begin(index, block, to);
            case AnswerEvent.Delta(int index, var text) -> say(written(index), text, to);
            case AnswerEvent.Signed(int index, var signature) ->
                    sign(written(index), signature, to);
            case AnswerEvent.BlockEnded(int index) -> end(written(index), to);
            case AnswerEvent.Counted(var counted) -> usage = counted;
            case AnswerEvent.Foreign _ -> {}
            case AnswerEvent.Stopped stops -> stopped = stops;
            case AnswerEvent.Ended _ -> finish(to);
        }
    }

    /// Clients take an answer with a finish reason for whole, so it waits for the last word.
    private void finish(StringBuilder to) {
        if (stopped != null) {
            chunks.finish(FinishReason.write(stopped.reason()), stopped.sequence(), to);
        }
        if (rules.usage() && usage != null) {
            chunks.usage(usage, to);
        }
        to.append("data: [DONE]\n\n");
    }

    private void begin(int index, Block block, StringBuilder to) {
        int number =
                switch (block) {
                    case Block.ToolCall _ -> calls++;
                    case Block.Thinking _, Block.SealedThinking _ -> thoughts++;
                    case Block.Text _, Block.Declined _ -> 0;
                };
        blocks.put(index, new Written(block, number));
        if (block instanceof Block.ToolCall(var id, var name)) {
            chunks.callBegins(number, id, name, to);
        } else if (block instanceof Block.SealedThinking(var data)) {
            chunks.sealed(number, data, to);
        }
    }

    private void say(Written block, String text, StringBuilder to) {
        block.silent &= text.isEmpty();
        switch (block.block) {
            case Block.Text _ -> chunks.words("content", text, to);
            case Block.Declined _ -> chunks.words("refusal", text, to);
            case Block.Thinking _ -> chunks.thought(block.number, text, to);
            case Block.ToolCall _ -> chunks.arguments(block.number, text, to);
            case Block.SealedThinking _ -> {}
        }
    }

    private void sign(Written block, String signature, StringBuilder to) {
        if (block.block instanceof Block.ToolCall) {
            chunks.callSigned(block.number, signature, to);
        } else {
            chunks.thoughtSigned(block.number, signature, to);
        }
    }

    /// Clients parse the arguments of a call, and nothing is no JSON.
    private void end(Written block, StringBuilder to) {
        if (block.block instanceof Block.ToolCall && block.silent) {
            chunks.arguments(block.number, "{}", to);
        }
    }

    private Written written(int index) {
        var block = blocks.get(index);
        if (block == null) {
            throw new IllegalStateException("block " + index + " has not begun");
        }
        return block;
    }

    private static final class Written {
        private final Block block;

        /// Among tool calls, or among thoughts.
        private final int number;

        private boolean silent = true;

        Written(Block block, int number) {
            this.block = block;
            this.number = number;
        }
    }
}
