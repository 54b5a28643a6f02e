package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.Kept;
import io.agw.server.dialect.shape.MalformedAnswer;
import io.agw.server.dialect.shape.Signer;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// An item of an answer that is being read: blocks are begun when they have something to say, and
/// what no delta told is told when the item is whole. Not thread-safe.
final class ReadItem {
    private static final int NONE = -1;

    private static final List<String> KNOWN =
            List.of(
                    "code_interpreter_call",
                    "computer_call",
                    "custom_tool_call",
                    "file_search_call",
                    "image_generation_call",
                    "local_shell_call",
                    "mcp_approval_request",
                    "mcp_call",
                    "mcp_list_tools",
                    "shell_call",
                    "web_search_call");

    private final String id;
    private final BlockNumbers numbers;
    private final Kept kept;
    private final StringBuilder waiting = new StringBuilder();

    /// The parts of a message that were told, and their blocks.
    private final SortedMap<Integer, Integer> parts = new TreeMap<>();

    /// Those of them that are whole.
    private final Set<Integer> wholeParts = new HashSet<>();

    /// The block of a thought or a call, and which part of the thought is told.
    private int open = NONE;

    private int part = NONE;

    private String thinksIn = "";
    private boolean argued;

    /// As it was when it was first told of; missing once it is done.
    private JsonNode added;

    private boolean done;

    /// @param added as it was when it was first told of
    /// @param kept of the answer
    ReadItem(JsonNode added, BlockNumbers numbers, Kept kept) {
        this.id = kept.text(added.path("id").asString(""));
        this.added = added;
        this.numbers = numbers;
        this.kept = kept;
    }

    boolean is(String other) {
        return id.equals(other);
    }

    /// A call begins at once when it says what it calls; of what only this API knows nothing but
    /// its kind is told.
    void begin(Consumer<AnswerEvent> to) {
        switch (type()) {
            case "message", "reasoning" -> {}
            case "function_call" -> beginCall(added, to);
            default -> {
                to.accept(new AnswerEvent.Foreign(known(type())));
                done();
            }
        }
    }

    private String type() {
        return added.path("type").asString("");
    }

    void say(Block block, JsonNode event, Consumer<AnswerEvent> to) {
        int at = event.path("content_index").asInt(0);
        say(block, at, event.path("delta").asString(""), to);
    }

    private void say(Block block, int at, String text, Consumer<AnswerEvent> to) {
        if (text.isEmpty() || done || wholeParts.contains(at)) {
            return;
        }
        int index = parts.computeIfAbsent(at, _ -> numbers.begin(block, to));
        to.accept(new AnswerEvent.Delta(index, text));
    }

    /// A part of a message is whole.
    void completePart(JsonNode event, Consumer<AnswerEvent> to) {
        int at = event.path("content_index").asInt(0);
        if (!done) {
            endPart(at, to);
        }
    }

    private void endPart(int at, Consumer<AnswerEvent> to) {
        var index = parts.get(at);
        if (index != null && wholeParts.add(at)) {
            to.accept(new AnswerEvent.BlockEnded(index));
        }
    }

    /// @param counter which counts the parts: of the summary, or of the thought itself
    void think(String counter, JsonNode event, Consumer<AnswerEvent> to) {
        var text = event.path("delta").asString("");
        if (text.isEmpty() || done || !(thinksIn.isEmpty() || thinksIn.equals(counter))) {
            return;
        }
        int at = event.path(counter).asInt(0);
        thinksIn = counter;
        if (open == NONE) {
            open = numbers.begin(new Block.Thinking(), to);
        } else if (at != part) {
            to.accept(new AnswerEvent.Delta(open, ReasoningItem.GAP));
        }
        part = at;
        to.accept(new AnswerEvent.Delta(open, text));
    }

    void argue(JsonNode delta, Consumer<AnswerEvent> to) {
        if (done) {
            return;
        }
        var text = delta.asString("");
        waiting.append(open == NONE ? kept.text(text) : text);
        flush(to);
    }

    private void flush(Consumer<AnswerEvent> to) {
        if (open != NONE && !waiting.isEmpty()) {
            argued = true;
            to.accept(new AnswerEvent.Delta(open, waiting.toString()));
            waiting.setLength(0);
        }
    }

    private void beginCall(JsonNode item, Consumer<AnswerEvent> to) {
        var callId = item.path("call_id").asString("");
        var id = callId.isEmpty() ? item.path("id").asString("") : callId;
        var name = item.path("name").asString("");
        if (open == NONE && !id.isEmpty() && !name.isEmpty()) {
            open = numbers.begin(new Block.ToolCall(id, name), to);
            flush(to);
        }
    }

    /// @param item missing when nobody told it whole
    void complete(JsonNode item, Consumer<AnswerEvent> to) throws MalformedAnswer {
        if (done) {
            return;
        }
        var whole = item.isObject() ? item : added;
        switch (type()) {
            case "message" -> completeMessage(whole.path("content"), to);
            case "reasoning" -> completeThought(whole, to);
            default -> completeCall(whole, to);
        }
        end(to);
        done();
    }

    private void done() {
        done = true;
        added = MissingNode.getInstance();
    }

    /// What was told of it at first has to be kept, for more of it is to come.
    void awaitMore() {
        if (!done) {
            kept.tree(added);
        }
    }

    private void completeMessage(JsonNode content, Consumer<AnswerEvent> to) {
        for (int i = 0; i < content.size(); i++) {
            var each = content.get(i);
            boolean fresh = !parts.containsKey(i);
            switch (each.path("type").asString("")) {
                case "output_text", "text" -> {
                    if (fresh) {
                        say(new Block.Text(), i, each.path("text").asString(""), to);
                    }
                    if (!each.path("annotations").isEmpty()) {
                        to.accept(new AnswerEvent.Foreign("annotations"));
                    }
                }
                case "refusal" -> {
                    if (fresh) {
                        say(new Block.Declined(), i, each.path("refusal").asString(""), to);
                    }
                }
                default -> to.accept(new AnswerEvent.Foreign("content"));
            }
        }
    }

    private void completeThought(JsonNode item, Consumer<AnswerEvent> to) {
        if (open != NONE) {
            var sealed = Signer.told(item.path(ReasoningItem.SEALED).asString(""));
            if (sealed != null) {
                to.accept(new AnswerEvent.Signed(open, sealed));
            }
            return;
        }
        for (var thought : ReasoningItem.read(item)) {
            if (thought instanceof Part.SealedThinking(var data)) {
                open = numbers.begin(new Block.SealedThinking(data), to);
            } else if (thought instanceof Part.Thinking(var words, var signature)) {
                open = numbers.begin(new Block.Thinking(), to);
                if (!words.isEmpty()) {
                    to.accept(new AnswerEvent.Delta(open, words));
                }
                if (signature != null) {
                    to.accept(new AnswerEvent.Signed(open, signature));
                }
            }
        }
    }

    private void completeCall(JsonNode item, Consumer<AnswerEvent> to) throws MalformedAnswer {
        beginCall(item, to);
        if (open == NONE) {
            throw new MalformedAnswer("a function call without an id or a name");
        }
        var arguments = item.path("arguments");
        if (!argued && !arguments.isMissingNode() && !arguments.isNull()) {
            waiting.append(
                    arguments.isString() ? arguments.stringValue() : ToolArguments.text(arguments));
            flush(to);
        }
    }

    private void end(Consumer<AnswerEvent> to) {
        List.copyOf(parts.keySet()).forEach(at -> endPart(at, to));
        if (open != NONE) {
            to.accept(new AnswerEvent.BlockEnded(open));
            open = NONE;
        }
    }

    private static String known(String type) {
        // what an upstream invents is no word to count by
        return KNOWN.contains(type) ? type : "item";
    }
}
