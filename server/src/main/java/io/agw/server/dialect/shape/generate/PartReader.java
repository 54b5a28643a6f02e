package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.shape.MalformedAnswer;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the parts of an answer as blocks: texts in a row are one block, and thoughts, for a stream
/// cuts them anywhere. Not thread-safe.
final class PartReader {
    private static final List<String> FOREIGN =
            List.of(
                    "inlineData",
                    "fileData",
                    "executableCode",
                    "codeExecutionResult",
                    "toolCall",
                    "toolResponse");

    private final String answer;
    private int next;
    private int calls;
    private @Nullable Block open;

    /// @param answer of which ids of calls are made where the vendor gives none
    PartReader(String answer) {
        this.answer = answer;
    }

    boolean hasCalls() {
        return calls > 0;
    }

    /// @return what the part is when the conversation has no word for it
    @Nullable String read(JsonNode part, Consumer<AnswerEvent> to) throws MalformedAnswer {
        var signature = part.path("thoughtSignature").asString("");
        if (part.path("functionCall").isObject()) {
            call(part.path("functionCall"), signature, to);
            return null;
        }
        words(part, signature, to);
        for (var name : FOREIGN) {
            if (part.has(name)) {
                close(to); // texts before and after it are not one
                return name;
            }
        }
        var known = part.path("text").isString() || !signature.isEmpty() || part.isEmpty();
        return known ? null : "part";
    }

    /// No part is open any more.
    void close(Consumer<AnswerEvent> to) {
        if (open != null) {
            open = null;
            to.accept(new AnswerEvent.BlockEnded(next - 1));
        }
    }

    private void words(JsonNode part, String signature, Consumer<AnswerEvent> to) {
        var text = part.path("text").asString("");
        var thought = part.path("thought").asBoolean(false);
        if (!text.isEmpty()) {
            open(thought ? new Block.Thinking() : new Block.Text(), to);
            to.accept(new AnswerEvent.Delta(next - 1, text));
        }
        if (signature.isEmpty()) {
            return;
        }
        if (!thought) {
            close(to); // a signed text is followed by a thought without words
        }
        open(new Block.Thinking(), to);
        to.accept(new AnswerEvent.Signed(next - 1, signature));
        close(to);
    }

    private void call(JsonNode call, String signature, Consumer<AnswerEvent> to)
            throws MalformedAnswer {
        var name = call.path("name").asString("");
        if (name.isEmpty()) {
            throw new MalformedAnswer("a function call without a name");
        }
        if (call.has("partialArgs") || call.path("willContinue").asBoolean(false)) {
            throw new MalformedAnswer("a function call in pieces, which nobody asked for");
        }
        var given = call.path("id").asString("");
        var id = given.isEmpty() ? CallIds.inAnswer(answer, calls) : given;
        close(to);
        open(new Block.ToolCall(id, name), to);
        var arguments = call.path("args");
        to.accept(
                new AnswerEvent.Delta(
                        next - 1, arguments.isObject() ? ToolArguments.text(arguments) : "{}"));
        if (!signature.isEmpty()) {
            to.accept(new AnswerEvent.Signed(next - 1, signature));
        }
        close(to);
        calls++;
    }

    /// Goes on with a block of the same kind, or begins one.
    private void open(Block block, Consumer<AnswerEvent> to) {
        if (block.equals(open)) {
            return;
        }
        close(to);
        open = block;
        to.accept(new AnswerEvent.BlockBegun(next++, block));
    }
}
