package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.shape.CallId;
import io.agw.server.dialect.shape.ToolArguments;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;

/// Server-sent events as text. Those of which an answer has many are written without a tree.
final class SseText {
    private SseText() {}

    static void event(String name, JsonNode data, StringBuilder to) {
        event(name, ToolArguments.EXACT.writeValueAsString(data), to);
    }

    static void event(String name, String data, StringBuilder to) {
        head(name, to).append(data).append("\n\n");
    }

    static void blockStart(int index, Block block, StringBuilder to) {
        var node =
                ToolArguments.EXACT
                        .createObjectNode()
                        .put("type", "content_block_start")
                        .put("index", index);
        var content = node.putObject("content_block");
        switch (block) {
            case Block.Text _, Block.Declined _ -> content.put("type", "text").put("text", "");
            case Block.Thinking _ ->
                    content.put("type", "thinking").put("thinking", "").put("signature", "");
            case Block.SealedThinking(var data) ->
                    content.put("type", "redacted_thinking").put("data", data);
            case Block.ToolCall(var id, var name) ->
                    content.put("type", "tool_use")
                            .put("id", CallId.safe(id))
                            .put("name", name)
                            .putObject("input");
        }
        event("content_block_start", node, to);
    }

    static void delta(int index, Block block, CharSequence text, StringBuilder to) {
        switch (block) {
            case Block.Text _, Block.Declined _ -> delta(index, "text_delta", "text", text, to);
            case Block.Thinking _ -> delta(index, "thinking_delta", "thinking", text, to);
            case Block.ToolCall _ -> delta(index, "input_json_delta", "partial_json", text, to);
            case Block.SealedThinking _ ->
                    throw new IllegalStateException("a sealed thought is whole from the beginning");
        }
    }

    static void signature(int index, String signature, StringBuilder to) {
        delta(index, "signature_delta", "signature", signature, to);
    }

    static void blockStop(int index, StringBuilder to) {
        head("content_block_stop", to)
                .append("{\"type\":\"content_block_stop\",\"index\":")
                .append(index)
                .append("}\n\n");
    }

    private static void delta(
            int index, String type, String member, CharSequence text, StringBuilder to) {
        head("content_block_delta", to)
                .append("{\"type\":\"content_block_delta\",\"index\":")
                .append(index)
                .append(",\"delta\":{\"type\":\"")
                .append(type)
                .append("\",\"")
                .append(member)
                .append("\":\"");
        JsonStringEncoder.getInstance().quoteAsString(text, to);
        to.append("\"}}\n\n");
    }

    private static StringBuilder head(String name, StringBuilder to) {
        return to.append("event: ").append(name).append("\ndata: ");
    }
}
