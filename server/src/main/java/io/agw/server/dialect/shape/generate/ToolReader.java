package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolDefinition;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads which tools there are and which of them the model may or must call.
final class ToolReader {
    private static final List<String> MODES = List.of("AUTO", "ANY", "NONE", "VALIDATED");

    private final Aside aside;

    ToolReader(Aside aside) {
        this.aside = aside;
    }

    Tools read(Fields request) throws Inexpressible {
        var tools = new ArrayList<ToolDefinition>();
        for (var tool : request.objects("tools")) {
            for (var function : tool.objects("functionDeclarations")) {
                tools.add(function(function));
            }
            aside.rest(tool); // tools that the vendor runs
        }
        var config = request.object("toolConfig");
        if (config == null) {
            return new Tools(tools, ToolChoice.UNSAID);
        }
        var calling = config.object("functionCallingConfig");
        aside.rest(config);
        return calling == null ? new Tools(tools, ToolChoice.UNSAID) : choice(calling, tools);
    }

    private ToolDefinition function(Fields function) throws Inexpressible {
        var definition =
                new ToolDefinition(
                        function.requiredText("name"),
                        function.text("description"),
                        schema(function, "parameters", "parametersJsonSchema"),
                        null,
                        null);
        aside.rest(function);
        return definition;
    }

    /// A schema in either of the two ways to write one.
    static @Nullable JsonNode schema(Fields fields, String openApi, String json)
            throws Inexpressible {
        if (fields.has(openApi) && fields.has(json)) {
            throw new Inexpressible(
                    fields.path(json), "stands beside " + openApi + " (expected: one of them)");
        }
        var old = fields.object(openApi);
        var schema = fields.any(json);
        return old == null ? schema : OpenApiSchema.toJsonSchema(old.node());
    }

    private Tools choice(Fields calling, List<ToolDefinition> tools) throws Inexpressible {
        aside.hint(
                calling.path("streamFunctionCallArguments"),
                calling.any("streamFunctionCallArguments"));
        var word = calling.text("mode");
        var allowed = calling.texts("allowedFunctionNames");
        aside.rest(calling);
        if (word == null || word.equalsIgnoreCase("MODE_UNSPECIFIED")) {
            return new Tools(tools, narrowed(calling, ToolChoice.Mode.UNSAID, allowed, tools));
        }
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "AUTO" ->
                    new Tools(tools, narrowed(calling, ToolChoice.Mode.AUTO, allowed, tools));
            case "NONE" -> new Tools(tools, new ToolChoice(ToolChoice.Mode.NONE, null, null));
            case "ANY" ->
                    new Tools(tools, narrowed(calling, ToolChoice.Mode.REQUIRED, allowed, tools));
            case "VALIDATED" ->
                    new Tools(
                            strict(tools), narrowed(calling, ToolChoice.Mode.AUTO, allowed, tools));
            default -> throw calling.unknownWord("mode", word, MODES);
        };
    }

    private ToolChoice narrowed(
            Fields calling,
            ToolChoice.Mode mode,
            List<String> allowed,
            List<ToolDefinition> tools) {
        if (mode == ToolChoice.Mode.REQUIRED && allowed.size() == 1) {
            return new ToolChoice(ToolChoice.Mode.NAMED, allowed.getFirst(), null);
        }
        if (!allowed.isEmpty() && !Set.copyOf(allowed).equals(names(tools))) {
            aside.foreign(calling.path("allowedFunctionNames"));
        }
        return new ToolChoice(mode, null, null);
    }

    private static Set<String> names(List<ToolDefinition> tools) {
        return tools.stream().map(ToolDefinition::name).collect(Collectors.toSet());
    }

    private static List<ToolDefinition> strict(List<ToolDefinition> tools) {
        return tools.stream()
                .map(tool ->
                        new ToolDefinition(
                                tool.name(),
                                tool.description(),
                                tool.parameters(),
                                true,
                                tool.cache()))
                .toList();
    }

    /// Tools, and how they are to be used.
    record Tools(List<ToolDefinition> tools, ToolChoice choice) {
        Tools {
            tools = List.copyOf(tools);
        }
    }
}
