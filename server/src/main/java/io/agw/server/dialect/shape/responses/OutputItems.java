package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.shape.Kept;
import io.agw.server.dialect.shape.MalformedAnswer;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/// Makes blocks of the items of an answer. Events of an item are known by its index, at some
/// vendors only by its id. Of one answer; not thread-safe.
final class OutputItems {
    /// All are kept until the answer's end, whether they have anything to say or not.
    private static final int MOST = 8_192;

    private final SortedMap<Integer, ReadItem> items = new TreeMap<>();
    private final BlockNumbers numbers = new BlockNumbers();
    private final Kept kept = new Kept();

    void event(String type, JsonNode data, Consumer<AnswerEvent> to) throws MalformedAnswer {
        switch (type) {
            case "response.output_item.added" ->
                    add(index(data), data.path("item"), to).awaitMore();
            case "response.output_item.done" -> complete(index(data), data.path("item"), to);
            case "response.output_text.delta" ->
                    item(data, "message", to).say(new AnswerEvent.Block.Text(), data, to);
            case "response.refusal.delta" ->
                    item(data, "message", to).say(new AnswerEvent.Block.Declined(), data, to);
            case "response.content_part.done" -> item(data, "message", to).completePart(data, to);
            case "response.function_call_arguments.delta" ->
                    item(data, "function_call", to).argue(data.path("delta"), to);
            case "response.reasoning_summary_text.delta" ->
                    item(data, "reasoning", to).think("summary_index", data, to);
            case "response.reasoning_text.delta" ->
                    item(data, "reasoning", to).think("content_index", data, to);
            default -> {} // what is done is told with the item, what a vendor's tool does by its
                // item
        }
    }

    long kept() {
        return kept.characters();
    }

    boolean hasCalls() {
        return numbers.hasCalls();
    }

    /// An item is whole. What was told before is not told again.
    void complete(int index, JsonNode item, Consumer<AnswerEvent> to) throws MalformedAnswer {
        add(index, item, to).complete(item, to);
    }

    /// The answer is whole.
    void completeAll(Consumer<AnswerEvent> to) throws MalformedAnswer {
        for (var item : items.values()) {
            item.complete(MissingNode.getInstance(), to);
        }
    }

    private ReadItem add(int index, JsonNode item, Consumer<AnswerEvent> to)
            throws MalformedAnswer {
        var known = items.get(index);
        if (known != null) {
            return known;
        }
        if (items.size() == MOST) {
            throw new MalformedAnswer("items of an answer: over " + MOST + " (expected: fewer)");
        }
        var added = new ReadItem(item, numbers, kept);
        items.put(index, added);
        added.begin(to);
        return added;
    }

    private ReadItem item(JsonNode event, String type, Consumer<AnswerEvent> to)
            throws MalformedAnswer {
        var known = byId(event);
        if (known != null) {
            return known;
        }
        var bare =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("type", type)
                        .put("id", event.path("item_id").asString(""));
        return add(index(event), bare, to);
    }

    private @Nullable ReadItem byId(JsonNode event) {
        var id = event.path("item_id").asString("");
        if (event.path("output_index").isIntegralNumber() || id.isEmpty()) {
            return null;
        }
        return items.values().stream().filter(item -> item.is(id)).findFirst().orElse(null);
    }

    /// Without one, the item behind the last.
    private int index(JsonNode event) {
        var index = event.path("output_index");
        if (index.isIntegralNumber() && index.canConvertToInt()) {
            return index.intValue();
        }
        var id = event.path("item").path("id").asString("");
        for (var entry : items.entrySet()) {
            if (!id.isEmpty() && entry.getValue().is(id)) {
                return entry.getKey();
            }
        }
        return items.isEmpty() ? 0 : items.lastKey() + 1;
    }
}
