package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Message.Role;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.Asides;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Reads messages. What tools answered, and what the user says right after it, is one message of
/// the user. Of one request.
final class MessagesReader {
    private final Asides asides;
    private final ContentReader content;
    private final List<Message> messages = new ArrayList<>();

    /// Answers of tools, to which what the user says next belongs.
    private final List<Part> results = new ArrayList<>();

    MessagesReader(Asides asides) {
        this.asides = asides;
        this.content = new ContentReader(asides);
    }

    List<Message> read(List<Fields> from) throws Inexpressible {
        for (var message : from) {
            read(message);
        }
        endResults();
        return messages;
    }

    private void read(Fields message) throws Inexpressible {
        var role = message.requiredText("role");
        switch (role) {
            case "system", "developer" -> {
                endResults();
                messages.add(new Message(Role.SYSTEM, content.parts(message, false)));
            }
            case "user" -> {
                results.addAll(content.parts(message, false));
                messages.add(new Message(Role.USER, results));
                results.clear();
            }
            case "assistant" -> {
                endResults();
                messages.add(new Message(Role.ASSISTANT, spoken(message)));
            }
            case "tool" -> results.add(result(message));
            case "function" -> {
                asides.foreign(message.path());
                return;
            }
            default ->
                    throw message.unknownWord(
                            "role",
                            role,
                            List.of("system", "developer", "user", "assistant", "tool"));
        }
        asides.rest(message);
    }

    private void endResults() {
        if (!results.isEmpty()) {
            messages.add(new Message(Role.USER, results));
            results.clear();
        }
    }

    private Part result(Fields message) throws Inexpressible {
        var parts = new ArrayList<>(content.parts(message, false));
        var cache = CacheControl.read(message, asides);
        if (cache == null
                && !parts.isEmpty()
                && parts.getLast() instanceof Part.Text(var text, var mark)) {
            parts.set(parts.size() - 1, new Part.Text(text)); // what ends the result marks it
            cache = mark;
        }
        return new Part.ToolResult(
                message.requiredText("tool_call_id"), message.text("name"), parts, false, cache);
    }

    private List<Part> spoken(Fields message) throws Inexpressible {
        var parts = new ArrayList<>(new ThoughtsReader(asides).read(message));
        for (var part : content.parts(message, true)) {
            if (!part.equals(new Part.Text(""))) {
                parts.add(part);
            }
        }
        var refusal = message.text("refusal");
        if (refusal != null) {
            parts.add(new Part.Declined(refusal));
        }
        for (var call : message.objects("tool_calls")) {
            parts.add(call(call));
        }
        takeEcho(message);
        return parts;
    }

    /// Clients hand an answer back as they got it, remarks of the vendor's included, which say
    /// nothing to a model.
    private void takeEcho(Fields message) {
        var annotations = message.node().get("annotations");
        if (annotations != null && annotations.isEmpty()) {
            message.any("annotations");
        } else {
            asides.hint(message, "annotations");
        }
    }

    private Part call(Fields call) throws Inexpressible {
        var type = call.text("type");
        if (type != null && !type.equals("function")) {
            asides.foreign(call.path());
            return new Part.Foreign(call.path(), call.node());
        }
        var id = call.requiredText("id");
        var function = call.object("function");
        if (function == null) {
            throw call.missing("function", "an object");
        }
        call.any("index"); // as streams number them, kept by clients that put them together
        var read =
                new Part.ToolCall(
                        id,
                        function.requiredText("name"),
                        Objects.requireNonNullElse(function.text("arguments"), ""),
                        ExtraContent.signature(call, asides),
                        null);
        asides.rest(function);
        asides.rest(call);
        return read;
    }
}
