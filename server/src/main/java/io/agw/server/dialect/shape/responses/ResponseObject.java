package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.AnsweringRules;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The answer as an object, which repeats the settings of its request. Nothing is stored, whatever
/// was asked for. Of one answer.
final class ResponseObject {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String PREFIX = "resp_";

    private final AnsweringRules rules;
    private final String id;

    /// @param upstreamId of the answer; empty when the upstream gave none
    ResponseObject(AnsweringRules rules, String upstreamId) {
        this.rules = rules;
        var known = upstreamId.isEmpty() ? rules.id() : upstreamId;
        this.id = known.startsWith(PREFIX) ? known.substring(PREFIX.length()) : known;
    }

    /// The id of the answer.
    String id() {
        return PREFIX + id;
    }

    /// The id of an item.
    ///
    /// @param kind `msg`, `rs` or `fc`
    String itemId(String kind, int index) {
        return kind + "_" + id + "_" + index;
    }

    /// The client's request; null when it is not at hand.
    @Nullable ObjectNode asked() {
        return rules.asked();
    }

    /// The answer before anything is said.
    ObjectNode begun() {
        return write("in_progress", NODES.nullNode(), List.of(), null);
    }

    ObjectNode ended(StopReason reason, List<ObjectNode> output, @Nullable TokenUsage usage) {
        var cause =
                switch (reason) {
                    case END, STOP_SEQUENCE, TOOL_CALLS, PAUSE -> null;
                    case LENGTH, CONTEXT_FULL -> "max_output_tokens";
                    case REFUSAL -> "content_filter";
                };
        return cause == null
                ? write("completed", NODES.nullNode(), output, usage)
                : write("incomplete", NODES.objectNode().put("reason", cause), output, usage);
    }

    private ObjectNode write(
            String status, JsonNode details, List<ObjectNode> output, @Nullable TokenUsage usage) {
        var node = NODES.objectNode().put("id", id()).put("object", "response");
        node.put("created_at", rules.created());
        node.put("status", status);
        node.put("background", false);
        node.putNull("error");
        node.set("incomplete_details", details);
        repeat("instructions", NODES.nullNode(), node);
        repeat("max_output_tokens", NODES.nullNode(), node);
        node.put("model", rules.model());
        node.putArray("output").addAll(output);
        repeat("parallel_tool_calls", NODES.booleanNode(true), node);
        node.putNull("previous_response_id");
        repeat("reasoning", NODES.objectNode().putNull("effort").putNull("summary"), node);
        node.put("store", false);
        repeat("temperature", NODES.nullNode(), node);
        var text = NODES.objectNode();
        text.putObject("format").put("type", "text");
        repeat("text", text, node);
        repeat("tool_choice", NODES.stringNode("auto"), node);
        repeat("tools", NODES.arrayNode(), node);
        repeat("top_p", NODES.nullNode(), node);
        repeat("truncation", NODES.stringNode("disabled"), node);
        node.set("usage", usage == null ? NODES.nullNode() : ResponsesUsage.write(usage));
        repeat("user", NODES.nullNode(), node);
        repeat("metadata", NODES.objectNode(), node);
        return node;
    }

    /// @param unsaid what stands where the client said nothing
    private void repeat(String name, JsonNode unsaid, ObjectNode to) {
        var said = rules.asked() == null ? null : rules.asked().get(name);
        to.set(name, said == null || said.isNull() ? unsaid : said);
    }
}
