package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a tool answered, as the object that this dialect wants: by the vendor's convention `output`
/// holds it, or `error` when the tool failed; an object with neither is the answer itself.
final class ToolResponse {
    private static final String OUTPUT = "output";
    private static final String ERROR = "error";

    private ToolResponse() {}

    /// @param to takes the answer's text, if any
    /// @return whether the tool failed
    static boolean read(@Nullable Fields response, List<Part> to) {
        if (response == null) {
            return false;
        }
        var object = response.node();
        var failed = object.size() == 1 && object.has(ERROR);
        var output =
                object.size() == 1 && (failed || object.has(OUTPUT))
                        ? object.get(failed ? ERROR : OUTPUT)
                        : object;
        to.add(new Part.Text(text(output)));
        return failed;
    }

    private static String text(JsonNode output) {
        return output.isString()
                ? output.stringValue()
                : ToolArguments.EXACT.writeValueAsString(output);
    }

    static ObjectNode write(List<String> texts, boolean failed) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(failed ? ERROR : OUTPUT, String.join("\n", texts));
    }
}
