package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Hints;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolDefinition;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes one request. Not thread-safe.
final class RequestWriter {
    /// Hints of this dialect, by paths that no other one has.
    private static final Set<String> OWN_HINTS =
            Set.of(
                    "labels",
                    "safetySettings",
                    "serviceTier",
                    "generationConfig.mediaResolution",
                    "toolConfig.functionCallingConfig.streamFunctionCallArguments");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ModelTraits traits;
    private final List<String> left = new ArrayList<>();

    RequestWriter(WritingRules rules) {
        this.traits = ModelTraits.of(rules.model());
    }

    WrittenRequest write(Conversation conversation) throws Inexpressible {
        if (!conversation.foreign().isEmpty()) {
            throw new Inexpressible(
                    conversation.foreign().getFirst(),
                    "is not known to the upstream's dialect (expected: absent)");
        }
        var request = NODES.objectNode();
        new ContentWriter(traits, left).write(conversation.messages(), request);
        tools(conversation, request);
        var config = new SettingsWriter(traits, left).write(conversation.settings());
        if (!config.isEmpty()) {
            request.set("generationConfig", config);
        }
        hints(conversation.hints(), request);
        return new WrittenRequest(request, left.stream().distinct().toList());
    }

    private void tools(Conversation conversation, ObjectNode request) throws Inexpressible {
        var choice = conversation.toolChoice();
        boolean forced =
                choice.mode() == ToolChoice.Mode.NAMED || choice.mode() == ToolChoice.Mode.REQUIRED;
        if (conversation.tools().isEmpty() && !forced) {
            return; // without functions there is nothing to choose, and a choice would be refused
        }
        if (!conversation.tools().isEmpty()) {
            var functions = request.putArray("tools").addObject().putArray("functionDeclarations");
            conversation.tools().forEach(tool -> functions.add(function(tool)));
        }
        var calling = calling(choice, conversation.tools());
        if (calling != null) {
            request.putObject("toolConfig").set("functionCallingConfig", calling);
        }
    }

    private ObjectNode function(ToolDefinition tool) {
        var function = NODES.objectNode().put("name", tool.name());
        if (tool.description() != null) {
            function.put("description", tool.description());
        }
        if (tool.parameters() != null) {
            function.set("parametersJsonSchema", tool.parameters());
        }
        if (tool.cache() != null) {
            left.add(ContentWriter.CACHE);
        }
        return function;
    }

    /// Arguments that must fit their schema are had by asking for them, unless a call is asked for
    /// anyway.
    private static @Nullable ObjectNode calling(ToolChoice choice, List<ToolDefinition> tools)
            throws Inexpressible {
        var calls = choice.mode() != ToolChoice.Mode.NONE && !tools.isEmpty();
        if (calls && Boolean.FALSE.equals(choice.parallel())) {
            throw new Inexpressible(
                    "parallel_tool_calls",
                    "asks for one call at a time, which has no like in Gemini's API (expected:"
                            + " absent, for the model may always call several tools)");
        }
        var strict = tools.stream().anyMatch(tool -> Boolean.TRUE.equals(tool.strict()));
        return switch (choice.mode()) {
            case UNSAID -> strict ? mode("VALIDATED") : null;
            case AUTO -> mode(strict ? "VALIDATED" : "AUTO");
            case NONE -> mode("NONE");
            case REQUIRED -> mode("ANY");
            case NAMED -> {
                var named = mode("ANY");
                named.putArray("allowedFunctionNames").add(choice.name());
                yield named;
            }
        };
    }

    private static ObjectNode mode(String word) {
        return NODES.objectNode().put("mode", word);
    }

    private void hints(Hints hints, ObjectNode request) {
        if (hints.user() != null) {
            left.add("user");
        }
        hints.others()
                .forEach((path, value) -> {
                    if (!OWN_HINTS.contains(path)) {
                        left.add(path);
                        return;
                    }
                    var names = path.split("\\.", -1);
                    var object = request;
                    for (int i = 0; i < names.length - 1; i++) {
                        object =
                                object.get(names[i]) instanceof ObjectNode there
                                        ? there
                                        : object.putObject(names[i]);
                    }
                    object.set(names[names.length - 1], value);
                });
    }
}
