package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.ToolArguments;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Calls of tools, as parts.
final class FunctionCalls {
    private FunctionCalls() {}

    /// Without its signature.
    static ObjectNode write(Part.ToolCall call, boolean withId) {
        var part = JsonNodeFactory.instance.objectNode();
        var function = part.putObject("functionCall");
        if (withId) {
            function.put("id", call.id());
        }
        function.put("name", call.name()).set("args", ToolArguments.object(call.arguments()));
        return part;
    }
}
