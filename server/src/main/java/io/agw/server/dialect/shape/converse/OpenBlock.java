package io.agw.server.dialect.shape.converse;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.shape.MalformedAnswer;
import io.agw.server.dialect.shape.ToolArguments;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// A block that has begun. Not thread-safe.
final class OpenBlock {
    private final Kind kind;
    private final int index;
    private final StringBuilder signature = new StringBuilder();
    private final ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    private boolean silent = true;

    /// @param index among the events; less than 0 for one that is told when it has ended
    OpenBlock(Kind kind, int index) {
        this.kind = kind;
        this.index = index;
    }

    Kind kind() {
        return kind;
    }

    int index() {
        return index;
    }

    void say(String text, Consumer<AnswerEvent> to) {
        if (!text.isEmpty()) {
            silent = false;
            to.accept(new AnswerEvent.Delta(index, text));
        }
    }

    void sayArguments(JsonNode input, Consumer<AnswerEvent> to) {
        if (input.isObject() && !input.isEmpty()) {
            say(ToolArguments.text(input), to);
        }
    }

    void sign(String piece) {
        signature.append(piece);
    }

    /// Takes bytes that only the vendor can read: each piece is base64 by itself.
    void seal(String piece) throws MalformedAnswer {
        try {
            sealed.writeBytes(Base64.getDecoder().decode(piece));
        } catch (IllegalArgumentException _) {
            throw new MalformedAnswer("a redacted thought (expected: base64)");
        }
    }

    /// The bytes that were taken, as base64.
    String data() {
        return Base64.getEncoder().encodeToString(sealed.toByteArray());
    }

    void end(Consumer<AnswerEvent> to) {
        if (kind == Kind.CALL && silent) {
            to.accept(new AnswerEvent.Delta(index, "{}"));
        }
        if (!signature.isEmpty()) {
            to.accept(new AnswerEvent.Signed(index, signature.toString()));
        }
        to.accept(new AnswerEvent.BlockEnded(index));
    }

    /// What a block holds.
    enum Kind {
        TEXT,
        THOUGHT,
        SEALED,
        CALL
    }
}
