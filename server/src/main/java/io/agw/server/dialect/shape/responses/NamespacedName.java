package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.ToolDefinition;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The name of a tool in a namespace. Only this API has those; in the conversation both are one
/// word, and which words are two is told by the client's request alone.
record NamespacedName(String namespace, String name) {
    static final String TYPE = "namespace";

    /// In letters that every vendor takes for a name.
    String word() {
        return namespace + "__" + name;
    }

    /// The word for what an item calls.
    static String wordOf(Fields item) throws Inexpressible {
        var namespace = item.text(TYPE);
        var name = item.requiredText("name");
        return namespace == null || namespace.isEmpty()
                ? name
                : new NamespacedName(namespace, name).word();
    }

    /// The tool as one without a namespace, whose description the tool's own then begins with.
    static ToolDefinition bare(ToolDefinition tool, Fields namespace) throws Inexpressible {
        var about = namespace.text("description");
        var own = tool.description();
        return new ToolDefinition(
                new NamespacedName(namespace.requiredText("name"), tool.name()).word(),
                about == null || own == null ? own : about + "\n\n" + own,
                tool.parameters(),
                tool.strict(),
                tool.cache());
    }

    /// Writes what an item calls.
    ///
    /// @param asked the client's request; null when it is not at hand
    static void write(String word, @Nullable ObjectNode asked, ObjectNode item) {
        var found = asked == null ? null : find(word, asked.path("tools"));
        if (found == null) {
            item.put("name", word);
        } else {
            item.put("name", found.name).put(TYPE, found.namespace);
        }
    }

    private static @Nullable NamespacedName find(String word, JsonNode tools) {
        @Nullable NamespacedName found = null;
        for (var tool : tools) {
            var outer = tool.path("name").asString("");
            if (!tool.path("type").asString("").equals(TYPE)) {
                if (outer.equals(word)) {
                    return null;
                }
                continue;
            }
            for (var inner : tool.path("tools")) {
                var name = new NamespacedName(outer, inner.path("name").asString(""));
                found = found == null && name.word().equals(word) ? name : found;
            }
        }
        return found;
    }
}
