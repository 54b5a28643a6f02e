package io.agw.server.dialect.shape.messages;

import static io.agw.server.dialect.shape.messages.AnswerReading.text;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.shape.Kept;
import io.agw.server.dialect.shape.MalformedAnswer;
import io.agw.server.dialect.shape.Signer;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Blocks of an answer that is being read. Their indexes among the events count only those that the
/// conversation has a word for. An index that an upstream leaves out means the block that is open.
/// Not thread-safe.
final class OpenBlocks {
    private final Map<Integer, Open> open = new LinkedHashMap<>();
    private final Kept kept = new Kept();
    private int nextOnWire;
    private int next;

    long kept() {
        return kept.characters();
    }

    void begin(@Nullable Integer index, JsonNode block, Consumer<AnswerEvent> to)
            throws MalformedAnswer {
        int at = index == null ? nextOnWire : index;
        if (index == null) {
            endAll(to);
        } else {
            end(index, to);
        }
        nextOnWire = at + 1;
        var type = text(block, "type");
        var begun =
                switch (type) {
                    case "text" -> new Block.Text();
                    case "thinking" -> new Block.Thinking();
                    case "redacted_thinking" -> new Block.SealedThinking(text(block, "data"));
                    case "tool_use" -> new Block.ToolCall(text(block, "id"), text(block, "name"));
                    case "" -> throw new MalformedAnswer("a block without type (expected: one)");
                    default -> null;
                };
        if (begun == null) {
            to.accept(new AnswerEvent.Foreign(known(type)));
            open.put(at, new Open(-1, "", ""));
            return;
        }
        var opened =
                new Open(
                        next,
                        type,
                        begun instanceof Block.ToolCall ? kept.text(arguments(block)) : "");
        open.put(at, opened);
        to.accept(new AnswerEvent.BlockBegun(next++, begun));
        first(opened, begun, block, to);
    }

    /// What stands in a block from its beginning.
    private void first(Open at, Block block, JsonNode node, Consumer<AnswerEvent> to) {
        switch (block) {
            case Block.Text _ -> {
                say(at, text(node, "text"), to);
                if (!node.path("citations").isEmpty()) {
                    to.accept(new AnswerEvent.Foreign("citations"));
                }
            }
            case Block.Thinking _ -> {
                say(at, text(node, "thinking"), to);
                at.signature.append(kept.text(text(node, "signature")));
            }
            case Block.ToolCall _, Block.SealedThinking _, Block.Declined _ -> {}
        }
    }

    void delta(@Nullable Integer index, JsonNode delta, Consumer<AnswerEvent> to)
            throws MalformedAnswer {
        var at = open.get(index == null ? nextOnWire - 1 : index);
        if (at == null) {
            throw new MalformedAnswer("a delta of no block (expected: one that has begun)");
        }
        if (at.index < 0) {
            return; // of a block that was told to be left out
        }
        switch (text(delta, "type")) {
            case "text_delta" -> say(at.ofType("text"), text(delta, "text"), to);
            case "thinking_delta" -> say(at.ofType("thinking"), text(delta, "thinking"), to);
            case "input_json_delta" -> say(at.ofType("tool_use"), text(delta, "partial_json"), to);
            case "signature_delta" ->
                    at.ofType("thinking").signature.append(kept.text(text(delta, "signature")));
            case "" -> throw new MalformedAnswer("a delta without type (expected: one)");
            case "citations_delta" -> to.accept(new AnswerEvent.Foreign("citations_delta"));
            default -> to.accept(new AnswerEvent.Foreign("delta"));
        }
    }

    /// The last block that began.
    void end(Consumer<AnswerEvent> to) {
        end(nextOnWire - 1, to);
    }

    void end(@Nullable Integer index, Consumer<AnswerEvent> to) {
        var ended = open.remove(index == null ? nextOnWire - 1 : index);
        if (ended != null && ended.index >= 0) {
            end(ended, to);
        }
    }

    void endAll(Consumer<AnswerEvent> to) {
        for (var index : List.copyOf(open.keySet())) {
            end(index, to);
        }
    }

    /// A block of its own that is not on the wire.
    void say(Block block, String text, Consumer<AnswerEvent> to) {
        int index = next++;
        to.accept(new AnswerEvent.BlockBegun(index, block));
        to.accept(new AnswerEvent.Delta(index, text));
        to.accept(new AnswerEvent.BlockEnded(index));
    }

    private static void say(Open at, String text, Consumer<AnswerEvent> to) {
        if (!text.isEmpty()) {
            at.silent = false;
            to.accept(new AnswerEvent.Delta(at.index, text));
        }
    }

    private static void end(Open block, Consumer<AnswerEvent> to) {
        if (block.silent && !block.arguments.isEmpty()) {
            to.accept(new AnswerEvent.Delta(block.index, block.arguments));
        }
        var signature = Signer.told(block.signature.toString());
        if (signature != null) {
            to.accept(new AnswerEvent.Signed(block.index, signature));
        }
        to.accept(new AnswerEvent.BlockEnded(block.index));
    }

    private static String arguments(JsonNode block) {
        var input = block.path("input");
        return input.isObject() ? ToolArguments.text(input) : "{}";
    }

    private static String known(String type) {
        return switch (type) {
            case "server_tool_use",
                    "web_search_tool_result",
                    "web_fetch_tool_result",
                    "code_execution_tool_result",
                    "mcp_tool_use",
                    "mcp_tool_result",
                    "container_upload" ->
                    type;
            default -> "block"; // what an upstream invents is no word to count by
        };
    }

    private static final class Open {
        /// Among the events; less than 0 for a block that is left out.
        private final int index;

        private final String type;

        /// That came with the block's beginning, for upstreams that send no deltas of them; empty
        /// for a block that has none.
        private final String arguments;

        private final StringBuilder signature = new StringBuilder();
        private boolean silent = true;

        Open(int index, String type, String arguments) {
            this.index = index;
            this.type = type;
            this.arguments = arguments;
        }

        Open ofType(String expected) throws MalformedAnswer {
            if (!type.equals(expected)) {
                throw new MalformedAnswer("a delta of another block (expected: " + type + ")");
            }
            return this;
        }
    }
}
