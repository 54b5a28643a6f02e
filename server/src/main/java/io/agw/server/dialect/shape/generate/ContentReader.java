package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.BooleanNode;

/// Reads what was said so far. A signature on a text is read as a thought without words that
/// follows it, for no other dialect signs texts. Not thread-safe.
final class ContentReader {
    private static final List<String> ROLES = List.of("user", "model", "function");
    private static final List<String> DATA =
            List.of(
                    "text",
                    "inlineData",
                    "fileData",
                    "functionCall",
                    "functionResponse",
                    "executableCode",
                    "codeExecutionResult",
                    "toolCall",
                    "toolResponse");

    /// Of a tool that the vendor runs.
    private static final List<String> FOREIGN =
            List.of("executableCode", "codeExecutionResult", "toolCall", "toolResponse");

    private static final List<String> OF_MODEL =
            List.of("functionCall", "thought", "thoughtSignature");
    private static final List<String> OF_USER = List.of("functionResponse");

    private final Aside aside;
    private final MediaReader media;
    private final OpenCalls calls = new OpenCalls();
    private String last = "contents";

    ContentReader(Aside aside) {
        this.aside = aside;
        media = new MediaReader(aside);
    }

    List<Message> messages(Fields request) throws Inexpressible {
        var messages = new ArrayList<Message>();
        var system = request.object("systemInstruction");
        if (system != null) {
            system.any("role"); // means nothing there
            messages.add(new Message(Message.Role.SYSTEM, parts(system, -1, false)));
        }
        var contents = request.objects("contents");
        if (contents.isEmpty()) {
            throw request.missing("contents", "a list of what was said");
        }
        for (int i = 0; i < contents.size(); i++) {
            var content = contents.get(i);
            var role = role(content);
            var parts = parts(content, i, role == Message.Role.ASSISTANT);
            if (!parts.isEmpty()) {
                messages.add(new Message(role, parts));
                last = content.path();
            }
        }
        return messages;
    }

    /// Where the last message stands in the client's request.
    String last() {
        return last;
    }

    private static Message.Role role(Fields content) throws Inexpressible {
        var role = content.text("role");
        if (role == null) {
            return Message.Role.USER;
        }
        return switch (role) {
            case "user", "function" -> Message.Role.USER;
            case "model" -> Message.Role.ASSISTANT;
            default -> throw content.unknownWord("role", role, ROLES);
        };
    }

    private List<Part> parts(Fields content, int index, boolean model) throws Inexpressible {
        var parts = new ArrayList<Part>();
        var fields = content.objects("parts");
        aside.rest(content);
        for (int i = 0; i < fields.size(); i++) {
            part(fields.get(i), new Place(index, i, model), parts);
        }
        return parts;
    }

    private void part(Fields part, Place place, List<Part> to) throws Inexpressible {
        var data = DATA.stream().filter(part::has).toList();
        if (data.size() > 1) {
            throw new Inexpressible(
                    part.path(data.get(1)),
                    "stands beside " + data.getFirst() + " (expected: one)");
        }
        checkSide(part, place.model());
        switch (data.isEmpty() ? "" : data.getFirst()) {
            case "" -> bare(part, to);
            case "text" -> words(part, place.model(), to);
            case "functionCall" -> to.add(call(part, place));
            case "functionResponse" -> to.add(result(part));
            case "inlineData" -> media.inline(part, to);
            case "fileData" -> media.file(part, to);
            default -> {}
        }
        for (var name : FOREIGN) {
            var raw = part.any(name);
            if (raw != null) {
                aside.foreign(part.path(name));
                to.add(new Part.Foreign(part.path(name), raw));
            }
        }
        aside.rest(part);
    }

    /// Only the model calls and thinks, and only the user answers calls: no dialect has these the
    /// other way round.
    private static void checkSide(Fields part, boolean model) throws Inexpressible {
        for (var name : model ? OF_USER : OF_MODEL) {
            if (part.has(name) && !part.node().path(name).equals(BooleanNode.FALSE)) {
                throw new Inexpressible(
                        part.path(name),
                        model
                                ? "stands in what the model says (expected: in what the user says)"
                                : "stands in what the user says (expected: in what the model says)");
            }
        }
    }

    /// A part without data: nothing but a signature.
    private void bare(Fields part, List<Part> to) throws Inexpressible {
        var thought = Boolean.TRUE.equals(part.flag("thought"));
        var signature = part.text("thoughtSignature");
        if (signature != null) {
            to.add(thought ? new Part.SealedThinking(signature) : new Part.Thinking("", signature));
        } else if (part.left().isEmpty()) {
            throw new Inexpressible(part.path(), "has no data (expected: text or other data)");
        }
    }

    /// What the model said stands as it was streamed, in many parts; a text and a thought of it
    /// become one again.
    private static void words(Fields part, boolean model, List<Part> to) throws Inexpressible {
        var text = part.requiredText("text");
        var signature = part.text("thoughtSignature");
        if (Boolean.TRUE.equals(part.flag("thought"))) {
            thought(text, signature, to);
            return;
        }
        if (!model) {
            to.add(new Part.Text(text));
        } else if (!to.isEmpty() && to.getLast() instanceof Part.Text(var before, _)) {
            to.set(to.size() - 1, new Part.Text(before + text));
        } else if (!text.isEmpty()) {
            to.add(new Part.Text(text));
        }
        if (signature != null) {
            to.add(new Part.Thinking("", signature));
        }
    }

    private static void thought(String text, @Nullable String signature, List<Part> to) {
        if (!to.isEmpty()
                && to.getLast() instanceof Part.Thinking(var before, var signed)
                && signed == null) {
            to.set(to.size() - 1, new Part.Thinking(before + text, signature));
        } else if (!text.isEmpty() || signature != null) {
            to.add(new Part.Thinking(text, signature));
        }
    }

    private Part call(Fields part, Place place) throws Inexpressible {
        var call = object(part, "functionCall");
        var name = call.requiredText("name");
        var given = call.text("id");
        var arguments = call.object("args");
        var id =
                given == null || given.isEmpty()
                        ? CallIds.inHistory(place.content(), place.part(), name)
                        : given;
        calls.called(name, id);
        aside.rest(call);
        return new Part.ToolCall(
                id,
                name,
                arguments == null ? "{}" : ToolArguments.text(arguments.node()),
                part.text("thoughtSignature"),
                null);
    }

    private Part result(Fields part) throws Inexpressible {
        var result = object(part, "functionResponse");
        var name = result.requiredText("name");
        var id = calls.answered(name, result.text("id"));
        if (id == null) {
            throw new Inexpressible(
                    result.path("name"), "\"" + name + "\" (expected: a function called before)");
        }
        var content = new ArrayList<Part>();
        var failed = ToolResponse.read(result.object("response"), content);
        for (var more : result.objects("parts")) {
            media.part(more, content);
            aside.rest(more);
        }
        aside.rest(result);
        return new Part.ToolResult(id, name, content, failed, null);
    }

    static Fields object(Fields part, String name) throws Inexpressible {
        var object = part.object(name);
        if (object == null) {
            throw part.missing(name, "an object");
        }
        return object;
    }

    /// Where a part stands.
    ///
    /// @param model whether the model said it
    private record Place(int content, int part, boolean model) {}
}
