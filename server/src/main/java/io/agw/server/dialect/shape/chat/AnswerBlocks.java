package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.shape.MalformedAnswer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Makes blocks of messages and deltas, which have none: words of another kind than the ones before
/// begin another block. Of one answer.
final class AnswerBlocks {
    private static final int NONE = -1;

    private final ToolCallPieces calls;
    private int next;

    /// The block that words go to, what it is, and which of several thoughts.
    private int open = NONE;

    private @Nullable Block kind;
    private long thought = NONE;

    /// @param answer an id that no other answer has, for calls without one
    AnswerBlocks(String answer) {
        this.calls = new ToolCallPieces(answer);
    }

    /// @param message a whole one, or a delta
    void say(JsonNode message, boolean whole, Consumer<AnswerEvent> to) throws MalformedAnswer {
        sayThoughts(message, to);
        sayContent(message.get("content"), to);
        words(new Block.Declined(), message.path("refusal").asString(""), to);
        for (var foreign : new String[] {"annotations", "audio", "function_call", "images"}) {
            if (!message.path(foreign).isEmpty()) {
                to.accept(new AnswerEvent.Foreign(foreign));
            }
        }
        var pieces = message.path("tool_calls");
        for (int i = 0; pieces.isArray() && i < pieces.size(); i++) {
            calls.take(pieces.get(i), whole ? i : NONE);
        }
        begin(to);
    }

    long kept() {
        return calls.kept();
    }

    boolean hasCalls() {
        return calls.hasCalls();
    }

    /// @return false when a tool call never said which tool
    boolean end(Consumer<AnswerEvent> to) {
        calls.nameAll();
        begin(to);
        close(to);
        calls.end(to);
        return calls.areNamed();
    }

    private void begin(Consumer<AnswerEvent> to) {
        for (var call = calls.startable(); call != null; call = calls.startable()) {
            close(to);
            call.begin(next++, to);
        }
        calls.flush(to);
    }

    /// What a vendor says of its thoughts twice, plainly and in detail, counts once.
    private void sayThoughts(JsonNode message, Consumer<AnswerEvent> to) {
        boolean said = false;
        for (var detail : message.path("reasoning_details")) {
            said |= sayDetail(detail, to);
        }
        if (said) {
            return;
        }
        var words = message.path("reasoning_content").asString("");
        if (words.isEmpty()) {
            words = message.path("reasoning").asString("");
        }
        if (!words.isEmpty()) {
            think(NONE, to);
            to.accept(new AnswerEvent.Delta(open, words));
        }
    }

    /// @return whether it has words
    private boolean sayDetail(JsonNode detail, Consumer<AnswerEvent> to) {
        long index = detail.path("index").asLong(NONE);
        var type = detail.path("type").asString("");
        switch (type) {
            case "reasoning.text", "reasoning.summary" -> {
                var member = type.equals("reasoning.text") ? "text" : "summary";
                var words = detail.path(member).asString("");
                var signature = detail.path("signature").asString("");
                if (words.isEmpty() && signature.isEmpty()) {
                    return false;
                }
                think(index, to);
                if (!words.isEmpty()) {
                    to.accept(new AnswerEvent.Delta(open, words));
                }
                if (!signature.isEmpty()) {
                    to.accept(new AnswerEvent.Signed(open, signature));
                }
                return !words.isEmpty();
            }
            case "reasoning.encrypted" -> {
                open(new Block.SealedThinking(detail.path("data").asString("")), to);
                close(to);
            }
            default -> to.accept(new AnswerEvent.Foreign("reasoning_details"));
        }
        return false;
    }

    private void think(long index, Consumer<AnswerEvent> to) {
        if (!(kind instanceof Block.Thinking) || (index != NONE && index != thought)) {
            open(new Block.Thinking(), to);
            thought = index;
        }
    }

    /// Content is a string, at some vendors a list of parts.
    private void sayContent(@Nullable JsonNode content, Consumer<AnswerEvent> to) {
        if (content == null || !content.isArray()) {
            words(new Block.Text(), content == null ? "" : content.asString(""), to);
            return;
        }
        for (var part : content) {
            switch (part.path("type").asString("text")) {
                case "text", "output_text" ->
                        words(new Block.Text(), part.path("text").asString(""), to);
                case "refusal" ->
                        words(new Block.Declined(), part.path("refusal").asString(""), to);
                case "thinking" -> {
                    for (var piece : part.path("thinking")) {
                        words(new Block.Thinking(), piece.path("text").asString(""), to);
                    }
                }
                default -> to.accept(new AnswerEvent.Foreign("content"));
            }
        }
    }

    private void words(Block block, String text, Consumer<AnswerEvent> to) {
        if (text.isEmpty()) {
            return;
        }
        if (!block.equals(kind)) {
            open(block, to);
        }
        to.accept(new AnswerEvent.Delta(open, text));
    }

    private void open(Block block, Consumer<AnswerEvent> to) {
        close(to);
        open = next++;
        kind = block;
        to.accept(new AnswerEvent.BlockBegun(open, block));
    }

    private void close(Consumer<AnswerEvent> to) {
        if (open != NONE) {
            to.accept(new AnswerEvent.BlockEnded(open));
            open = NONE;
            kind = null;
            thought = NONE;
        }
    }
}
