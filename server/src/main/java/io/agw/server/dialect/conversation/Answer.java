package io.agw.server.dialect.conversation;

import io.agw.server.dialect.conversation.AnswerEvent.Block;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A whole answer.
///
/// @param parts texts, thoughts, tool calls, in order
/// @param sequence the stop text that ended it; null unless that is why, and it is known
/// @param usage null when the upstream did not count
public record Answer(
        String id,
        String model,
        List<Part> parts,
        AnswerEvent.StopReason reason,
        @Nullable String sequence,
        @Nullable TokenUsage usage) {
    public Answer {
        parts = List.copyOf(parts);
    }

    /// The same with other usage.
    public Answer counted(TokenUsage tokens) {
        return new Answer(id, model, parts, reason, sequence, tokens);
    }

    /// Its parts as the events by which they would have come.
    public void tell(Consumer<AnswerEvent> to) {
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            to.accept(new AnswerEvent.BlockBegun(i, block(part)));
            var text = text(part);
            if (!text.isEmpty()) {
                to.accept(new AnswerEvent.Delta(i, text));
            }
            var signature = signature(part);
            if (signature != null) {
                to.accept(new AnswerEvent.Signed(i, signature));
            }
            to.accept(new AnswerEvent.BlockEnded(i));
        }
    }

    private static Block block(Part part) {
        return switch (part) {
            case Part.Text _ -> new Block.Text();
            case Part.Declined _ -> new Block.Declined();
            case Part.Thinking _ -> new Block.Thinking();
            case Part.SealedThinking(var data) -> new Block.SealedThinking(data);
            case Part.ToolCall call -> new Block.ToolCall(call.id(), call.name());
            case Part.Image _, Part.Document _, Part.Audio _, Part.ToolResult _, Part.Foreign _ ->
                    throw new IllegalStateException("no part of an answer: " + part.getClass());
        };
    }

    private static String text(Part part) {
        return switch (part) {
            case Part.Text(var text, _) -> text;
            case Part.Declined(var text) -> text;
            case Part.Thinking(var text, _) -> text;
            case Part.ToolCall call -> call.arguments();
            case Part.SealedThinking _,
                    Part.Image _,
                    Part.Document _,
                    Part.Audio _,
                    Part.ToolResult _,
                    Part.Foreign _ ->
                    "";
        };
    }

    private static @Nullable String signature(Part part) {
        return switch (part) {
            case Part.Thinking(_, var signature) -> signature;
            case Part.ToolCall call -> call.signature();
            case Part.Text _,
                    Part.Declined _,
                    Part.SealedThinking _,
                    Part.Image _,
                    Part.Document _,
                    Part.Audio _,
                    Part.ToolResult _,
                    Part.Foreign _ ->
                    null;
        };
    }
}
