package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.shape.Signer;
import io.agw.server.dialect.shape.responses.EventText.Place;
import io.agw.server.dialect.shape.responses.EventText.Words;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A block of an answer that is being written: a call, or a part of a message or of a thought. Not
/// thread-safe.
final class WrittenBlock {
    final Block block;

    /// Null before it has something to say.
    @Nullable WrittenItem item;

    /// Null until it comes.
    @Nullable String signature;

    private final StringBuilder text = new StringBuilder();
    private int part;

    WrittenBlock(Block block) {
        this.block = block;
    }

    void beginPart(EventText events, StringBuilder to) {
        var list = parts();
        part = list.size();
        var node = node("");
        list.add(node);
        events.part(partEvent("added"), place(), node, to);
    }

    void say(String words, EventText events, StringBuilder to) {
        text.append(words);
        events.words(pieces(), place(), words, to);
    }

    void end(EventText events, StringBuilder to) {
        var whole = owner();
        whole.open--;
        switch (block) {
            case Block.Text _, Block.Declined _, Block.Thinking _ -> {
                var node = node(text.toString());
                parts().set(part, node);
                events.words(all(), place(), text, to);
                events.part(partEvent("done"), place(), node, to);
                if (block instanceof Block.Thinking) {
                    seal(whole.node);
                }
            }
            case Block.ToolCall _ -> {
                if (text.isEmpty()) {
                    say("{}", events, to); // clients parse the arguments, and nothing is no JSON
                }
                whole.node.put("arguments", text.toString());
                events.words(all(), place(), text, to);
            }
            case Block.SealedThinking _ -> {}
        }
    }

    private void seal(ObjectNode thought) {
        if (signature != null) {
            thought.put(ReasoningItem.SEALED, signature);
        } else if (!thought.has(ReasoningItem.SEALED)) {
            thought.put(ReasoningItem.SEALED, Signer.NOBODYS);
        }
    }

    private WrittenItem owner() {
        return Objects.requireNonNull(item, "a block that was not told of");
    }

    private ArrayNode parts() {
        var name = block instanceof Block.Thinking ? ReasoningItem.SUMMARY : ReasoningItem.CONTENT;
        return (ArrayNode) owner().node.path(name);
    }

    private Place place() {
        var place = Place.of(owner().id(), owner().index);
        return switch (block) {
            case Block.Text _, Block.Declined _ -> place.at("content_index", part);
            case Block.Thinking _ -> place.at("summary_index", part);
            case Block.ToolCall _, Block.SealedThinking _ -> place;
        };
    }

    private ObjectNode node(String words) {
        return switch (block) {
            case Block.Declined _ ->
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("type", "refusal")
                            .put("refusal", words);
            case Block.Thinking _ -> ReasoningItem.summary(words);
            case Block.Text _, Block.ToolCall _, Block.SealedThinking _ -> {
                var node = JsonNodeFactory.instance.objectNode().put("type", "output_text");
                node.put("text", words).putArray("annotations");
                node.putArray("logprobs");
                yield node;
            }
        };
    }

    private String partEvent(String what) {
        var kind = block instanceof Block.Thinking ? "reasoning_summary_part" : "content_part";
        return "response." + kind + "." + what;
    }

    private Words pieces() {
        return switch (block) {
            case Block.Text _, Block.SealedThinking _ -> Words.TEXT;
            case Block.Declined _ -> Words.REFUSAL;
            case Block.Thinking _ -> Words.THOUGHT;
            case Block.ToolCall _ -> Words.ARGUMENTS;
        };
    }

    private Words all() {
        return switch (block) {
            case Block.Text _, Block.SealedThinking _ -> Words.TEXT_DONE;
            case Block.Declined _ -> Words.REFUSAL_DONE;
            case Block.Thinking _ -> Words.THOUGHT_DONE;
            case Block.ToolCall _ -> Words.ARGUMENTS_DONE;
        };
    }
}
