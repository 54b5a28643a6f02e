package io.agw.server.dialect.shape.responses;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An item of an answer that is being written. Not thread-safe.
final class WrittenItem {
    private static final String STATUS = "status";

    private final String kind;

    /// As it stands in the answer.
    final ObjectNode node = JsonNodeFactory.instance.objectNode();

    /// Among the items.
    int index;

    /// Blocks that go on.
    int open = 1;

    private boolean done;

    private WrittenItem(String kind) {
        this.kind = kind;
        node.put("id", ""); // first, when it is known
    }

    static WrittenItem message() {
        var item = new WrittenItem("msg");
        item.node.put("type", "message").put(STATUS, "in_progress").put("role", "assistant");
        item.node.putArray("content");
        return item;
    }

    /// @param sealed what only its vendor can read; null for a thought in words
    static WrittenItem thought(@Nullable String sealed) {
        var item = new WrittenItem("rs");
        item.node.put("type", "reasoning").putArray(ReasoningItem.SUMMARY);
        if (sealed != null) {
            item.node.put(ReasoningItem.SEALED, sealed);
            item.open = 0;
        }
        return item;
    }

    /// What it calls is written by the caller.
    static WrittenItem call(String id) {
        var item = new WrittenItem("fc");
        item.node.put("type", "function_call").put(STATUS, "in_progress").put("arguments", "");
        item.node.put("call_id", id);
        return item;
    }

    void name(ResponseObject response, int at) {
        index = at;
        node.put("id", response.itemId(kind, at));
    }

    String id() {
        return node.path("id").stringValue();
    }

    boolean isMessage() {
        return kind.equals("msg") && !done;
    }

    void finish(String status, EventText events, StringBuilder to) {
        if (done) {
            return;
        }
        done = true;
        if (node.has(STATUS)) {
            node.put(STATUS, status);
        }
        events.item("response.output_item.done", index, node, to);
    }
}
