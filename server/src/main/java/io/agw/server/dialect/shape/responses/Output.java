package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.shape.CallSignature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The items of an answer that is being written. An item is told when it has something to say, and
/// is done when the next one begins or the answer ends, for only then it is known whether it is
/// whole: clients run a call that is done. Texts in a row are parts of one message. Not
/// thread-safe.
final class Output {
    private final EventText events;
    private final ResponseObject response;
    private final List<WrittenItem> items = new ArrayList<>();
    private final Map<Integer, WrittenBlock> blocks = new HashMap<>();

    Output(EventText events, ResponseObject response) {
        this.events = events;
        this.response = response;
    }

    void begin(int index, Block block, StringBuilder to) {
        var begun = new WrittenBlock(block);
        blocks.put(index, begun);
        switch (block) {
            case Block.ToolCall(var id, var name) -> {
                var call = WrittenItem.call(id);
                NamespacedName.write(name, response.asked(), call.node);
                begun.item = add(call, to);
            }
            case Block.SealedThinking(var data) -> begun.item = add(WrittenItem.thought(data), to);
            case Block.Text _, Block.Declined _, Block.Thinking _ -> {}
        }
    }

    void say(int index, String text, StringBuilder to) {
        var block = at(index);
        if (!text.isEmpty()) {
            tellOf(block, to);
            block.say(text, events, to);
        }
    }

    void sign(int index, String signature) {
        at(index).signature = signature;
    }

    void end(int index, StringBuilder to) {
        var block = at(index);
        if (block.item == null && block.signature != null) {
            tellOf(block, to); // a thought whose words its vendor does not show
        }
        if (block.item == null) {
            return;
        }
        block.end(events, to);
        if (block.signature != null && block.block instanceof Block.ToolCall(var id, _)) {
            add(WrittenItem.thought(new CallSignature(id, block.signature).data()), to);
        }
    }

    /// The answer ends. What was cut off is its last item.
    void finish(StopReason reason, StringBuilder to) {
        boolean whole =
                switch (reason) {
                    case END, STOP_SEQUENCE, TOOL_CALLS, PAUSE -> true;
                    case LENGTH, CONTEXT_FULL, REFUSAL -> false;
                };
        for (int i = 0; i < items.size(); i++) {
            boolean cut = !whole && i == items.size() - 1;
            items.get(i).finish(cut ? "incomplete" : "completed", events, to);
        }
    }

    List<ObjectNode> items() {
        return items.stream().map(item -> item.node).toList();
    }

    private WrittenBlock at(int index) {
        var block = blocks.get(index);
        if (block == null) {
            throw new IllegalStateException("block " + index + " has not begun");
        }
        return block;
    }

    private void tellOf(WrittenBlock block, StringBuilder to) {
        if (block.item != null) {
            return;
        }
        if (block.block instanceof Block.Thinking) {
            block.item = add(WrittenItem.thought(null), to);
        } else if (!items.isEmpty() && items.getLast().isMessage()) {
            block.item = items.getLast();
            block.item.open++;
        } else {
            block.item = add(WrittenItem.message(), to);
        }
        block.beginPart(events, to);
    }

    private WrittenItem add(WrittenItem item, StringBuilder to) {
        for (var before : items) {
            if (before.open == 0) {
                before.finish("completed", events, to);
            }
        }
        item.name(response, items.size());
        items.add(item);
        events.item("response.output_item.added", item.index, item.node, to);
        return item;
    }
}
