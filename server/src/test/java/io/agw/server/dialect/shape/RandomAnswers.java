package io.agw.server.dialect.shape;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.conversation.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Answers whose blocks begin, speak and end in any order, for properties of dialects.
public final class RandomAnswers {
    private static final List<String> WORDS =
            List.of("a", "\"", "\\", "\n", "é", "😀", "{\"k\":", "}", " ", "\u0000");

    private RandomAnswers() {}

    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// @param blocks what a dialect can tell apart
    /// @param usage what it can count
    public static List<AnswerEvent> alternating(
            RandomGenerator random, Blocks blocks, TokenUsage usage) {
        var events = new ArrayList<AnswerEvent>();
        events.add(new AnswerEvent.Begun("r1", "m"));
        var open = new ArrayList<Integer>();
        int begun = 0;
        boolean called = false;
        for (int step = random.nextInt(40); step > 0; step--) {
            int what = random.nextInt(4);
            if (what == 0 || open.isEmpty()) {
                var block = blocks.next(random, begun);
                called |= block instanceof Block.ToolCall;
                events.add(new AnswerEvent.BlockBegun(begun, block));
                // what says nothing is not written, so each says something
                events.add(new AnswerEvent.Delta(begun, "."));
                open.add(begun++);
            } else if (what == 1) {
                int index = open.remove(/* index */ random.nextInt(open.size()));
                events.add(new AnswerEvent.BlockEnded(index));
            } else {
                int index = open.get(random.nextInt(open.size()));
                events.add(new AnswerEvent.Delta(index, WORDS.get(random.nextInt(WORDS.size()))));
            }
        }
        open.forEach(index -> events.add(new AnswerEvent.BlockEnded(index)));
        events.add(new AnswerEvent.Stopped(called ? StopReason.TOOL_CALLS : StopReason.END, null));
        events.add(new AnswerEvent.Counted(usage));
        events.add(new AnswerEvent.Ended());
        return events;
    }

    /// What the next block is.
    @FunctionalInterface
    public interface Blocks {
        Block next(RandomGenerator random, int index);
    }
}
