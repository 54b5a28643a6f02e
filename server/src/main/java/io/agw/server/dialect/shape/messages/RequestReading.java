package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Hints;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.OutputFormat;
import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolDefinition;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Reads one request. What each member counts as is told in the package's documentation.
final class RequestReading {
    private final Fields request;
    private final Leftovers leftovers = new Leftovers();
    private final TurnReading turns = new TurnReading(leftovers);

    /// Of the client's that say something.
    private String lastMessage = "messages";

    RequestReading(ObjectNode request) {
        this.request = Fields.of(request);
    }

    Conversation conversation() throws Inexpressible {
        var model = request.text("model");
        var messages = messages();
        var tools = tools();
        var choice = toolChoice();
        var settings = settings();
        var stream = request.flag("stream");
        var hints = hints();
        leftovers.foreignUnlessIdle(request, "container");
        leftovers.foreignUnlessIdle(request, "mcp_servers");
        leftovers.restIsForeign(request);
        return new Conversation(
                        model == null ? "" : model,
                        messages,
                        tools,
                        choice,
                        settings,
                        Boolean.TRUE.equals(stream),
                        hints,
                        leftovers.foreign())
                .continued(lastMessage);
    }

    private List<Message> messages() throws Inexpressible {
        var messages = new ArrayList<Message>();
        if (request.has("system")) {
            turns.systemPrompt(request, messages);
        }
        if (!request.has("messages")) {
            throw request.missing("messages", "a list of messages");
        }
        for (var message : request.objects("messages")) {
            int before = messages.size();
            turns.message(message, messages);
            lastMessage = messages.size() > before ? message.path() : lastMessage;
        }
        return messages;
    }

    private List<ToolDefinition> tools() throws Inexpressible {
        var tools = new ArrayList<ToolDefinition>();
        for (var tool : request.objects("tools")) {
            var type = tool.text("type");
            if (type == null || type.equals("custom")) {
                tools.add(tool(tool));
            } else {
                leftovers.foreign(tool.path());
            }
        }
        return tools;
    }

    private ToolDefinition tool(Fields tool) throws Inexpressible {
        var definition =
                new ToolDefinition(
                        tool.requiredText("name"),
                        tool.text("description"),
                        tool.any("input_schema"),
                        tool.flag("strict"),
                        CacheMarks.read(tool, leftovers));
        leftovers.hint(tool, "eager_input_streaming");
        var deferred = tool.flag("defer_loading");
        if (Boolean.TRUE.equals(deferred)) {
            // where nothing can be deferred the model is told of the tool at once
            leftovers.hint(tool, "defer_loading");
        }
        leftovers.foreignUnlessIdle(tool, "input_examples");
        var callers = tool.texts("allowed_callers");
        if (!callers.isEmpty() && !callers.equals(List.of("direct"))) {
            leftovers.foreign(tool.path("allowed_callers"));
        }
        leftovers.restIsForeign(tool);
        return definition;
    }

    private ToolChoice toolChoice() throws Inexpressible {
        var choice = request.object("tool_choice");
        if (choice == null) {
            return ToolChoice.UNSAID;
        }
        var alone = choice.flag("disable_parallel_tool_use");
        var parallel = alone == null ? null : Boolean.valueOf(!alone);
        var type = choice.requiredText("type");
        var read =
                switch (type) {
                    case "auto" -> new ToolChoice(ToolChoice.Mode.AUTO, null, parallel);
                    case "any" -> new ToolChoice(ToolChoice.Mode.REQUIRED, null, parallel);
                    case "none" -> new ToolChoice(ToolChoice.Mode.NONE, null, parallel);
                    case "tool" ->
                            new ToolChoice(
                                    ToolChoice.Mode.NAMED, choice.requiredText("name"), parallel);
                    default ->
                            throw choice.unknownWord(
                                    "type", type, List.of("auto", "any", "tool", "none"));
                };
        leftovers.restIsForeign(choice);
        return read;
    }

    private AnswerSettings settings() throws Inexpressible {
        var output = request.object("output_config");
        var effort = output == null ? null : output.text("effort");
        var format = format(output == null ? null : output.object("format"));
        if (format == null) {
            format = format(request.object("output_format"));
        }
        if (output != null) {
            leftovers.restIsForeign(output);
        }
        return new AnswerSettings(
                request.whole("max_tokens"),
                request.number("temperature"),
                request.number("top_p"),
                request.whole("top_k"),
                request.texts("stop_sequences"),
                null,
                null,
                null,
                reasoning(effort),
                format,
                null);
    }

    private @Nullable OutputFormat format(@Nullable Fields format) throws Inexpressible {
        if (format == null) {
            return null;
        }
        var type = format.requiredText("type");
        if (!type.equals("json_schema")) {
            throw format.unknownWord("type", type, List.of("json_schema"));
        }
        var schema = format.any("schema");
        if (schema == null) {
            throw format.missing("schema", "a JSON Schema");
        }
        leftovers.restIsForeign(format);
        return new OutputFormat.JsonSchema(null, null, schema, null);
    }

    private @Nullable Reasoning reasoning(@Nullable String effort) throws Inexpressible {
        var thinking = request.object("thinking");
        if (thinking == null) {
            return effort == null
                    ? null
                    : new Reasoning(Reasoning.Mode.ADAPTIVE, effort, null, null);
        }
        var type = thinking.requiredText("type");
        var budget = thinking.whole("budget_tokens");
        var display = thinking.text("display");
        var shown = display == null ? null : Boolean.valueOf(!display.equals("omitted"));
        leftovers.restIsForeign(thinking);
        return switch (type) {
            case "enabled" -> new Reasoning(Reasoning.Mode.ON, effort, budget, shown);
            case "adaptive" -> new Reasoning(Reasoning.Mode.ADAPTIVE, effort, budget, shown);
            case "disabled" -> new Reasoning(Reasoning.Mode.OFF, effort, null, null);
            default ->
                    throw thinking.unknownWord(
                            "type", type, List.of("enabled", "adaptive", "disabled"));
        };
    }

    private Hints hints() throws Inexpressible {
        var metadata = request.object("metadata");
        var user = metadata == null ? null : metadata.text("user_id");
        if (metadata != null) {
            leftovers.restIsHints(metadata);
        }
        for (var name : RequestHints.NAMES) {
            leftovers.hint(request, name);
        }
        return new Hints(user, leftovers.hints());
    }
}
