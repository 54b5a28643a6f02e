package io.agw.server.dialect.shape.converse;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolDefinition;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Left;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.ArrayList;
import tools.jackson.databind.node.ObjectNode;

/// Writes `toolConfig`: the tools and which of them must be called. It has to be there when the
/// conversation holds calls, and cannot say that none may be made.
final class ToolsWriter {
    private final CachePoints caches;
    private final Left left;

    ToolsWriter(CachePoints caches, Left left) {
        this.caches = caches;
        this.left = left;
    }

    void write(Conversation conversation, ObjectNode request) throws Inexpressible {
        var choice = conversation.toolChoice();
        boolean called = holdsCalls(conversation);
        if (conversation.tools().isEmpty()) {
            if (called) {
                throw new Inexpressible(
                        "tools",
                        "none, with calls in the conversation (expected: the tools that it calls)");
            }
            checkNothingForced(choice);
            return;
        }
        if (choice.mode() == ToolChoice.Mode.NONE) {
            if (called) {
                throw new Inexpressible(
                        "tool_choice",
                        "none, with calls in the conversation, has no like in Bedrock's Converse"
                                + " (expected: auto, any call or one tool)");
            }
            left.add("tools"); // what is not there is not called
            return;
        }
        if (Boolean.FALSE.equals(choice.parallel())) {
            throw new Inexpressible(
                    "parallel_tool_calls",
                    "asks for one call at a time, which has no like in Bedrock's Converse"
                            + " (expected: absent, for the model may always call several tools)");
        }
        var config = request.putObject("toolConfig");
        var tools = new ArrayList<ObjectNode>();
        for (var tool : conversation.tools()) {
            tools.add(tool(tool));
            caches.addTool(tool.cache(), tools);
        }
        config.putArray("tools").addAll(tools);
        choose(choice, config);
    }

    private static void checkNothingForced(ToolChoice choice) throws Inexpressible {
        if (choice.mode() == ToolChoice.Mode.REQUIRED || choice.mode() == ToolChoice.Mode.NAMED) {
            throw new Inexpressible("tool_choice", "a call without tools (expected: tools)");
        }
    }

    /// That the model decides is what is meant when nothing is said, and not all models may be told
    /// so.
    private static void choose(ToolChoice choice, ObjectNode config) {
        switch (choice.mode()) {
            case UNSAID, AUTO, NONE -> {}
            case REQUIRED -> config.putObject("toolChoice").putObject("any");
            case NAMED ->
                    config.putObject("toolChoice").putObject("tool").put("name", choice.name());
        }
    }

    private static ObjectNode tool(ToolDefinition tool) {
        var node = ToolArguments.EXACT.createObjectNode();
        var spec = node.putObject("toolSpec").put("name", tool.name());
        var description = tool.description();
        if (description != null && !description.isBlank()) {
            spec.put("description", description);
        }
        var schema = spec.putObject("inputSchema");
        if (tool.parameters() == null) {
            schema.putObject("json").put("type", "object");
        } else {
            schema.set("json", tool.parameters());
        }
        if (Boolean.TRUE.equals(tool.strict())) {
            spec.put("strict", true);
        }
        return node;
    }

    private static boolean holdsCalls(Conversation conversation) {
        return conversation.messages().stream()
                .flatMap(message -> message.parts().stream())
                .anyMatch(part -> part instanceof Part.ToolCall || part instanceof Part.ToolResult);
    }
}
