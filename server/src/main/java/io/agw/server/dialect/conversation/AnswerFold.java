package io.agw.server.dialect.conversation;

import io.agw.server.dialect.conversation.AnswerEvent.Block;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Puts an answer together from its events. Not thread-safe.
public final class AnswerFold {
    private final SortedMap<Integer, Open> blocks = new TreeMap<>();
    private final Set<String> foreign = new TreeSet<>();
    private AnswerEvent.Begun begun = new AnswerEvent.Begun("", "");
    private AnswerEvent.@Nullable Stopped stopped;
    private @Nullable TokenUsage usage;
    private boolean ended;

    public void add(AnswerEvent event) {
        switch (event) {
            case AnswerEvent.Begun begins -> begun = begins;
            case AnswerEvent.BlockBegun(int index, var block) -> blocks.put(index, new Open(block));
            case AnswerEvent.Delta(int index, var text) -> open(index).text.append(text);
            case AnswerEvent.Signed(int index, var signature) -> open(index).signature = signature;
            case AnswerEvent.Foreign(var what) -> foreign.add(what);
            case AnswerEvent.BlockEnded _ -> {}
            case AnswerEvent.Counted(var counted) -> usage = counted;
            case AnswerEvent.Stopped stops -> stopped = stops;
            case AnswerEvent.Ended _ -> ended = true;
        }
    }

    /// Whether the last word has come.
    public boolean isComplete() {
        return ended && stopped != null;
    }

    /// @throws IllegalStateException when the model has not said why it stops
    public Answer answer() {
        if (stopped == null) {
            throw new IllegalStateException("an answer without an end");
        }
        return new Answer(
                begun.id(),
                begun.model(),
                blocks.values().stream().map(Open::part).toList(),
                stopped.reason(),
                stopped.sequence(),
                usage);
    }

    /// What is not part of it because the conversation has no word for it.
    public Set<String> foreign() {
        return Set.copyOf(foreign);
    }

    private Open open(int index) {
        var open = blocks.get(index);
        if (open == null) {
            throw new IllegalStateException("block " + index + " has not begun");
        }
        return open;
    }

    private static final class Open {
        private final Block block;
        private final StringBuilder text = new StringBuilder();
        private @Nullable String signature;

        Open(Block block) {
            this.block = block;
        }

        Part part() {
            return switch (block) {
                case Block.Text _ -> new Part.Text(text.toString());
                case Block.Thinking _ -> new Part.Thinking(text.toString(), signature);
                case Block.SealedThinking(var data) -> new Part.SealedThinking(data);
                case Block.ToolCall(var id, var name) ->
                        new Part.ToolCall(id, name, text.toString(), signature, null);
                case Block.Declined _ -> new Part.Declined(text.toString());
            };
        }
    }
}
