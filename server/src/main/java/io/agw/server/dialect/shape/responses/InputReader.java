package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Message.Role;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.Asides;
import io.agw.server.dialect.shape.CallSignature;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Reads instructions and items. What the model says, thinks and calls in a row is one message, and
/// so is what tools answered with what the user says right after it. Of one request.
final class InputReader {
    private static final String INPUT = "input";
    private static final String STATUS = "status";

    private final Asides asides;
    private final ContentReader content;
    private final List<Message> messages = new ArrayList<>();
    private final List<Part> spoken = new ArrayList<>();
    private final List<Part> results = new ArrayList<>();

    InputReader(Asides asides) {
        this.asides = asides;
        this.content = new ContentReader(asides);
    }

    List<Message> read(Fields request) throws Inexpressible {
        var instructions = Objects.requireNonNullElse(request.text("instructions"), "");
        if (!instructions.isEmpty()) {
            messages.add(new Message(Role.SYSTEM, List.of(new Part.Text(instructions))));
        }
        var input = request.any(INPUT);
        if (input == null) {
            throw request.missing(INPUT, "a string or a list of items");
        }
        if (input.isString()) {
            messages.add(new Message(Role.USER, List.of(new Part.Text(input.stringValue()))));
        } else if (input.isArray()) {
            for (var item : request.objects(INPUT)) {
                take(item);
            }
            endSpoken();
            endResults();
        } else {
            throw request.wrong(INPUT, input, "a string or a list of items");
        }
        return messages;
    }

    private void take(Fields item) throws Inexpressible {
        switch (type(item)) {
            case "message" -> message(item);
            case "reasoning" -> {
                endResults();
                spoken.addAll(ReasoningItem.read(item, asides));
            }
            case "function_call" -> {
                endResults();
                spoken.add(call(item));
            }
            case "function_call_output" -> {
                endSpoken();
                results.add(result(item));
            }
            case "item_reference" ->
                    throw new Inexpressible(
                            item.path(), "refers to what is not kept here (expected: the item)");
            default -> {
                asides.foreign(item.path());
                return;
            }
        }
        asides.rest(item);
    }

    /// Messages may leave their type out, and references.
    private static String type(Fields item) throws Inexpressible {
        var type = item.text("type");
        if (type != null) {
            return type;
        }
        if (item.has("role")) {
            return "message";
        }
        if (item.has("id")) {
            return "item_reference";
        }
        throw item.missing("type", "a string");
    }

    private void message(Fields item) throws Inexpressible {
        var role = item.requiredText("role");
        var parts = content.parts(item, "content", role.equals("assistant"));
        switch (role) {
            case "system", "developer" -> {
                endSpoken();
                endResults();
                messages.add(new Message(Role.SYSTEM, parts));
            }
            case "user" -> {
                endSpoken();
                results.addAll(parts);
                messages.add(new Message(Role.USER, results));
                results.clear();
            }
            case "assistant" -> {
                endResults();
                parts.stream().filter(part -> !part.equals(new Part.Text(""))).forEach(spoken::add);
                asides.hint(item, "phase");
            }
            default ->
                    throw item.unknownWord(
                            "role", role, List.of("system", "developer", "user", "assistant"));
        }
        takeBookkeeping(item);
    }

    private static Part call(Fields item) throws Inexpressible {
        takeBookkeeping(item);
        return new Part.ToolCall(
                item.requiredText("call_id"),
                NamespacedName.wordOf(item),
                Objects.requireNonNullElse(item.text("arguments"), ""),
                null,
                null);
    }

    private Part result(Fields item) throws Inexpressible {
        takeBookkeeping(item);
        return new Part.ToolResult(
                item.requiredText("call_id"),
                null,
                content.parts(item, "output", false),
                false,
                null);
    }

    /// Clients hand items back as they got them.
    static void takeBookkeeping(Fields item) {
        item.any("id");
        item.any(STATUS);
    }

    private void endSpoken() {
        if (!spoken.isEmpty()) {
            messages.add(new Message(Role.ASSISTANT, CallSignature.putBack(spoken)));
            spoken.clear();
        }
    }

    private void endResults() {
        if (!results.isEmpty()) {
            messages.add(new Message(Role.USER, results));
            results.clear();
        }
    }
}
