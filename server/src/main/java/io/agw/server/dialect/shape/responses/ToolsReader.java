package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolChoice.Mode;
import io.agw.server.dialect.conversation.ToolDefinition;
import io.agw.server.dialect.shape.Asides;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads which tools there are and which may be called.
final class ToolsReader {
    private static final String CHOICE = "tool_choice";
    private static final String FUNCTION = "function";

    private final Asides asides;

    ToolsReader(Asides asides) {
        this.asides = asides;
    }

    /// Tools, and how they are to be used.
    record Tools(List<ToolDefinition> definitions, ToolChoice choice) {
        Tools {
            definitions = List.copyOf(definitions);
        }
    }

    Tools read(Fields request) throws Inexpressible {
        var definitions = new ArrayList<ToolDefinition>();
        for (var tool : request.objects("tools")) {
            switch (tool.requiredText("type")) {
                case FUNCTION -> definitions.add(definition(tool));
                case NamespacedName.TYPE -> definitions.addAll(namespaced(tool));
                default -> asides.foreign(tool.path());
            }
        }
        var parallel = request.flag("parallel_tool_calls");
        var choice = request.any(CHOICE);
        if (choice == null) {
            return new Tools(definitions, new ToolChoice(Mode.UNSAID, null, parallel));
        }
        if (choice.isString()) {
            var mode = mode(request, CHOICE, choice.stringValue());
            return new Tools(definitions, new ToolChoice(mode, null, parallel));
        }
        if (!choice.isObject()) {
            throw request.wrong(CHOICE, choice, "a string or an object");
        }
        return chosen(request.object(CHOICE), definitions, parallel);
    }

    private List<ToolDefinition> namespaced(Fields namespace) throws Inexpressible {
        var definitions = new ArrayList<ToolDefinition>();
        for (var tool : namespace.objects("tools")) {
            if (tool.requiredText("type").equals(FUNCTION)) {
                definitions.add(NamespacedName.bare(definition(tool), namespace));
            } else {
                asides.foreign(tool.path());
            }
        }
        asides.rest(namespace);
        return definitions;
    }

    private ToolDefinition definition(Fields tool) throws Inexpressible {
        var parameters = tool.object("parameters");
        var definition =
                new ToolDefinition(
                        tool.requiredText("name"),
                        tool.text("description"),
                        parameters == null ? null : parameters.node(),
                        tool.flag("strict"),
                        null);
        asides.rest(tool);
        return definition;
    }

    private static Mode mode(Fields of, String name, String word) throws Inexpressible {
        return switch (word) {
            case "auto" -> Mode.AUTO;
            case "none" -> Mode.NONE;
            case "required" -> Mode.REQUIRED;
            default -> throw of.unknownWord(name, word, List.of("auto", "none", "required"));
        };
    }

    private Tools chosen(
            @Nullable Fields choice, List<ToolDefinition> definitions, @Nullable Boolean parallel)
            throws Inexpressible {
        var type = choice == null ? "" : choice.requiredText("type");
        if (choice != null && type.equals(FUNCTION)) {
            var name = choice.requiredText("name");
            asides.rest(choice);
            return new Tools(definitions, new ToolChoice(Mode.NAMED, name, parallel));
        }
        if (choice != null && type.equals("allowed_tools")) {
            var mode = mode(choice, "mode", choice.requiredText("mode"));
            var allowed = allowed(choice, definitions);
            asides.rest(choice);
            return new Tools(allowed, new ToolChoice(mode, null, parallel));
        }
        asides.foreign(CHOICE);
        return new Tools(definitions, new ToolChoice(Mode.UNSAID, null, parallel));
    }

    /// A model that is not told of the others calls none of them.
    private List<ToolDefinition> allowed(Fields choice, List<ToolDefinition> definitions)
            throws Inexpressible {
        var names = new HashSet<String>();
        for (var tool : choice.objects("tools")) {
            if (tool.requiredText("type").equals(FUNCTION)) {
                names.add(tool.requiredText("name"));
                asides.rest(tool);
            } else {
                asides.foreign(tool.path());
            }
        }
        return definitions.stream().filter(tool -> names.contains(tool.name())).toList();
    }
}
