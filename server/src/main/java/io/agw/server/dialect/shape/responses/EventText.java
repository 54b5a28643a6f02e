package io.agw.server.dialect.shape.responses;

import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The events of a stream as text, counted. Those of which an answer has many are written without a
/// tree. Not thread-safe.
final class EventText {
    private final JsonStringEncoder strings = JsonStringEncoder.getInstance();
    private long next;

    /// Where in the answer something is told.
    ///
    /// @param counter `content_index` or `summary_index`; empty for what has no parts
    /// @param part counted by it
    record Place(String itemId, int item, String counter, int part) {
        static Place of(String itemId, int item) {
            return new Place(itemId, item, "", 0);
        }

        Place at(String counted, int number) {
            return new Place(itemId, item, counted, number);
        }
    }

    /// An event of the whole answer.
    void response(String type, JsonNode response, StringBuilder to) {
        send(start(type).set("response", response), to);
    }

    /// An event of a whole item.
    void item(String type, int index, JsonNode item, StringBuilder to) {
        send(start(type).put("output_index", index).set("item", item), to);
    }

    /// An event of a whole part.
    void part(String type, Place place, JsonNode part, StringBuilder to) {
        var event = start(type).put("item_id", place.itemId).put("output_index", place.item);
        send(event.put(place.counter, place.part).set("part", part), to);
    }

    /// An event of words: a piece of them, or all.
    void words(Words words, Place place, CharSequence text, StringBuilder to) {
        head(words.type(), to).append(",\"item_id\":\"");
        strings.quoteAsString(place.itemId, to);
        to.append("\",\"output_index\":").append(place.item);
        if (!place.counter.isEmpty()) {
            to.append(",\"").append(place.counter).append("\":").append(place.part);
        }
        to.append(",\"").append(words.member()).append("\":\"");
        strings.quoteAsString(text, to);
        to.append('"').append(words.rest()).append("}\n\n");
    }

    /// Kinds of events of words.
    enum Words {
        TEXT("response.output_text.delta", "delta", ",\"logprobs\":[]"),
        TEXT_DONE("response.output_text.done", "text", ",\"logprobs\":[]"),
        REFUSAL("response.refusal.delta", "delta", ""),
        REFUSAL_DONE("response.refusal.done", "refusal", ""),
        THOUGHT("response.reasoning_summary_text.delta", "delta", ""),
        THOUGHT_DONE("response.reasoning_summary_text.done", "text", ""),
        ARGUMENTS("response.function_call_arguments.delta", "delta", ""),
        ARGUMENTS_DONE("response.function_call_arguments.done", "arguments", "");

        private final String type;
        private final String member;
        private final String rest;

        Words(String type, String member, String rest) {
            this.type = type;
            this.member = member;
            this.rest = rest;
        }

        String type() {
            return type;
        }

        String member() {
            return member;
        }

        String rest() {
            return rest;
        }
    }

    /// How many there were.
    long told() {
        return next;
    }

    private ObjectNode start(String type) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("sequence_number", next++);
    }

    private static void send(ObjectNode event, StringBuilder to) {
        to.append("event: ").append(event.path("type").stringValue());
        to.append("\ndata: ").append(event).append("\n\n");
    }

    private StringBuilder head(String type, StringBuilder to) {
        return to.append("event: ")
                .append(type)
                .append("\ndata: {\"type\":\"")
                .append(type)
                .append("\",\"sequence_number\":")
                .append(next++);
    }
}
