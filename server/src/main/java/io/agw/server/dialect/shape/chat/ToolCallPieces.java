package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.shape.Kept;
import io.agw.server.dialect.shape.MalformedAnswer;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Puts pieces of tool calls to the calls that they are of. OpenAI numbers the calls and says id
/// and name with the first piece; others number nothing, or everything 0, or repeat id and name
/// with every piece, or say a call whole, or have no ids. Of one answer.
final class ToolCallPieces {
    private static final int NONE = -1;

    /// Each piece is compared with all of them, whether they have begun or not.
    private static final int MOST = 8_192;

    private final String answer;
    private final List<Call> calls = new ArrayList<>();
    private final Kept kept = new Kept();

    /// @param answer an id that no other answer has
    ToolCallPieces(String answer) {
        this.answer = answer;
    }

    /// @param position in a whole answer; −1 in a stream
    /// @throws MalformedAnswer when there are too many
    void take(JsonNode piece, int position) throws MalformedAnswer {
        var function = piece.path("function");
        var id = piece.path("id").asString("");
        var name = function.path("name").asString("");
        var arguments = text(function.get("arguments"));
        long index = position == NONE ? number(piece.path("index")) : position;
        var call = find(index, id, name);
        if (call == null || call.isOtherThan(id, name, arguments)) {
            if (calls.size() == MOST) {
                throw new MalformedAnswer("calls of tools: over " + MOST + " (expected: fewer)");
            }
            call = new Call(index);
            calls.add(call);
        }
        var signature = ExtraContent.signature(piece);
        call.signature = signature.isEmpty() ? call.signature : signature;
        if (call.block == NONE) { // what follows of one that has begun is told at once
            kept.text(call.id.isEmpty() ? id : "");
            kept.text(call.name.isEmpty() ? name : "");
            kept.text(arguments);
            kept.text(signature);
        }
        call.add(id, name, arguments);
    }

    private @Nullable Call find(long index, String id, String name) {
        @Nullable Call last = null;
        for (var call : calls) {
            boolean same =
                    index == NONE ? !id.isEmpty() && id.equals(call.id) : index == call.index;
            last = same ? call : last;
        }
        boolean fresh = !id.isEmpty() && !name.isEmpty();
        return last == null && index == NONE && !calls.isEmpty() && !fresh ? calls.getLast() : last;
    }

    long kept() {
        return kept.characters();
    }

    boolean hasCalls() {
        return !calls.isEmpty();
    }

    boolean areNamed() {
        return calls.stream().noneMatch(call -> call.name.isEmpty());
    }

    /// Gives ids to calls that have none. Results refer to calls by id, so they are other than
    /// those of any other answer.
    void nameAll() {
        for (int i = 0; i < calls.size(); i++) {
            var call = calls.get(i);
            call.id = call.id.isEmpty() ? "call_" + answer + "_" + i : call.id;
        }
    }

    /// The next call that can begin; in order, so that those before it have begun.
    @Nullable Call startable() {
        for (var call : calls) {
            if (call.block == NONE) {
                return call.id.isEmpty() || call.name.isEmpty() ? null : call;
            }
        }
        return null;
    }

    void flush(Consumer<AnswerEvent> to) {
        calls.forEach(call -> call.flush(to));
    }

    void end(Consumer<AnswerEvent> to) {
        for (var call : calls) {
            if (call.block != NONE) {
                to.accept(new AnswerEvent.BlockEnded(call.block));
            }
        }
    }

    private static long number(JsonNode index) {
        return index.isIntegralNumber() && index.canConvertToLong() ? index.longValue() : NONE;
    }

    /// Arguments are text, at some vendors an object.
    private static String text(@Nullable JsonNode arguments) {
        if (arguments == null || arguments.isNull()) {
            return "";
        }
        return arguments.isString() ? arguments.stringValue() : ToolArguments.text(arguments);
    }

    static final class Call {
        private final long index;
        private final StringBuilder waiting = new StringBuilder();
        private String id = "";
        private String name = "";
        private int block = NONE;
        private @Nullable String signature;
        private char last = ' ';

        Call(long index) {
            this.index = index;
        }

        /// Whether a piece with the same number is of another call all the same: it names a tool
        /// anew, and what came before could be a whole call.
        boolean isOtherThan(String otherId, String otherName, String arguments) {
            boolean known = !id.isEmpty() && id.equals(otherId);
            if (known || otherName.isEmpty() || name.isEmpty()) {
                return false;
            }
            if (!id.isEmpty() && !otherId.isEmpty()) {
                return last == ' ' || last == '}';
            }
            return !otherName.equals(name) || (last == '}' && arguments.startsWith("{"));
        }

        void add(String newId, String newName, String arguments) {
            id = id.isEmpty() ? newId : id;
            name = name.isEmpty() ? newName : name;
            waiting.append(arguments);
            var stripped = arguments.stripTrailing();
            last = stripped.isEmpty() ? last : stripped.charAt(stripped.length() - 1);
        }

        void begin(int number, Consumer<AnswerEvent> to) {
            block = number;
            to.accept(new AnswerEvent.BlockBegun(number, new Block.ToolCall(id, name)));
        }

        void flush(Consumer<AnswerEvent> to) {
            if (block == NONE) {
                return;
            }
            if (!waiting.isEmpty()) {
                to.accept(new AnswerEvent.Delta(block, waiting.toString()));
                waiting.setLength(0);
            }
            if (signature != null) {
                to.accept(new AnswerEvent.Signed(block, signature));
                signature = null;
            }
        }
    }
}
