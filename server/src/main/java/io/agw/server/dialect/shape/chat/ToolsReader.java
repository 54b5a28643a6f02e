package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolDefinition;
import io.agw.server.dialect.shape.Asides;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads which tools there are and which may be called.
final class ToolsReader {
    private static final String CHOICE = "tool_choice";

    private final Asides asides;

    ToolsReader(Asides asides) {
        this.asides = asides;
    }

    List<ToolDefinition> definitions(Fields request) throws Inexpressible {
        var definitions = new ArrayList<ToolDefinition>();
        for (var tool : request.objects("tools")) {
            var type = tool.text("type");
            if (type == null || type.equals("function")) {
                definitions.add(definition(tool));
            } else {
                asides.foreign(tool.path());
            }
        }
        return definitions;
    }

    private ToolDefinition definition(Fields tool) throws Inexpressible {
        var function = tool.object("function");
        if (function == null) {
            throw tool.missing("function", "an object");
        }
        var parameters = function.object("parameters");
        var definition =
                new ToolDefinition(
                        function.requiredText("name"),
                        function.text("description"),
                        parameters == null ? null : parameters.node(),
                        function.flag("strict"),
                        CacheControl.read(tool, asides));
        asides.rest(function);
        asides.rest(tool);
        return definition;
    }

    ToolChoice choice(Fields request) throws Inexpressible {
        var parallel = request.flag("parallel_tool_calls");
        var choice = request.any(CHOICE);
        if (choice == null) {
            return new ToolChoice(ToolChoice.Mode.UNSAID, null, parallel);
        }
        if (choice.isString()) {
            return new ToolChoice(mode(request, choice.stringValue()), null, parallel);
        }
        if (!choice.isObject()) {
            throw request.wrong(CHOICE, choice, "a string or an object");
        }
        return named(request.object(CHOICE), parallel);
    }

    private static ToolChoice.Mode mode(Fields request, String word) throws Inexpressible {
        return switch (word) {
            case "auto" -> ToolChoice.Mode.AUTO;
            case "none" -> ToolChoice.Mode.NONE;
            case "required", "any" -> ToolChoice.Mode.REQUIRED;
            default -> throw request.unknownWord(CHOICE, word, List.of("auto", "none", "required"));
        };
    }

    private ToolChoice named(@Nullable Fields choice, @Nullable Boolean parallel)
            throws Inexpressible {
        if (choice == null) {
            return new ToolChoice(ToolChoice.Mode.UNSAID, null, parallel);
        }
        if (!choice.requiredText("type").equals("function")) {
            asides.foreign(choice.path());
            return new ToolChoice(ToolChoice.Mode.UNSAID, null, parallel);
        }
        var function = choice.object("function");
        if (function == null) {
            throw choice.missing("function", "an object");
        }
        var name = function.requiredText("name");
        asides.rest(function);
        asides.rest(choice);
        return new ToolChoice(ToolChoice.Mode.NAMED, name, parallel);
    }
}
