package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes what was said so far. Not thread-safe.
final class ContentWriter {
    /// The hint that a prompt may be cached, which this dialect does without being asked.
    static final String CACHE = "cache_control";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ModelTraits traits;
    private final List<String> left;
    private final Map<String, String> toolsById = new HashMap<>();

    ContentWriter(ModelTraits traits, List<String> left) {
        this.traits = traits;
        this.left = left;
    }

    /// Instructions stand in one place here: later ones come behind the first, in order.
    void write(List<Message> messages, ObjectNode request) throws Inexpressible {
        var system = NODES.arrayNode();
        var contents = NODES.arrayNode();
        Message before = null;
        for (var message : messages) {
            if (message.role() == Message.Role.SYSTEM) {
                instructions(message, system);
                continue;
            }
            var parts = parts(message);
            if (parts.isEmpty()) {
                continue;
            }
            if (before != null && isOneTurn(before, message)) {
                ((ArrayNode) contents.get(contents.size() - 1).get("parts")).addAll(parts);
            } else {
                var role = message.role() == Message.Role.USER ? "user" : "model";
                contents.addObject().put("role", role).set("parts", parts);
            }
            before = message;
        }
        if (contents.isEmpty()) {
            throw new Inexpressible(
                    "messages", "holds no words but instructions (expected: a user's as well)");
        }
        if (!system.isEmpty()) {
            request.putObject("systemInstruction").set("parts", system);
        }
        request.set("contents", contents);
    }

    /// The vendor wants the calls of a turn together, and their results.
    private static boolean isOneTurn(Message before, Message message) {
        return before.role() == message.role()
                && (message.role() == Message.Role.ASSISTANT
                        || (hasResult(before) && hasResult(message)));
    }

    private static boolean hasResult(Message message) {
        return message.parts().stream().anyMatch(Part.ToolResult.class::isInstance);
    }

    private void instructions(Message message, ArrayNode to) throws Inexpressible {
        for (var part : message.parts()) {
            if (!(part instanceof Part.Text(var text, var cache))) {
                throw new Inexpressible(part.at(), "holds more than text (expected: text)");
            }
            if (cache != null) {
                left.add(CACHE);
            }
            if (!text.isEmpty()) {
                to.addObject().put("text", text);
            }
        }
    }

    private ArrayNode parts(Message message) throws Inexpressible {
        var written = NODES.arrayNode();
        var parts = Signatures.placed(message.parts());
        for (var part : parts) {
            if (part.part().cache() != null) {
                left.add(CACHE);
            }
            var beside = NODES.arrayNode();
            var object = part(part.part(), beside);
            if (part.signature() != null) {
                if (object.isEmpty()) {
                    object.put("text", ""); // as the vendor itself ends a stream
                }
                object.put("thoughtSignature", part.signature());
            }
            if (!object.isEmpty()) {
                written.add(object);
            }
            written.addAll(beside);
        }
        return written;
    }

    /// Without its signature; empty when it says nothing.
    ///
    /// @param beside receives what has to stand behind it
    private ObjectNode part(Part part, ArrayNode beside) throws Inexpressible {
        return switch (part) {
            case Part.Text(var text, _) -> text(text);
            case Part.Declined(var text) -> text(text);
            case Part.Thinking(var text, _) ->
                    text.isEmpty() ? NODES.objectNode() : text(text).put("thought", true);
            case Part.ToolCall call -> {
                toolsById.put(call.id(), call.name());
                yield FunctionCalls.write(call, !CallIds.isOurs(call.id()));
            }
            case Part.ToolResult result -> result(result, beside);
            case Part.Image(var media, var detail, _) -> {
                if (detail != null && !detail.equals("auto")) {
                    left.add("detail");
                }
                yield media(media);
            }
            case Part.Document(var media, var name, _) -> {
                if (name != null) {
                    left.add("filename");
                }
                yield media(media);
            }
            case Part.Audio(var media, _) -> media(media);
            case Part.SealedThinking _ -> {
                left.add("thinking"); // of another vendor, for this one seals none
                yield NODES.objectNode();
            }
            case Part.Foreign(var path, _) ->
                    throw new Inexpressible(path, "is not known to the upstream's dialect");
        };
    }

    private static ObjectNode text(String text) {
        return text.isEmpty() ? NODES.objectNode() : NODES.objectNode().put("text", text);
    }

    /// What the model does not see within the result stands behind it, as in the vendor's own
    /// agent.
    private ObjectNode result(Part.ToolResult result, ArrayNode beside) throws Inexpressible {
        var name = result.name() == null ? toolsById.get(result.callId()) : result.name();
        if (name == null) {
            throw new Inexpressible(
                    "messages",
                    "a result of \"" + result.callId() + "\" (expected: a tool called before)");
        }
        var response = NODES.objectNode();
        if (!CallIds.isOurs(result.callId())) {
            response.put("id", result.callId());
        }
        response.put("name", name);
        var texts = new ArrayList<String>();
        var others = NODES.arrayNode();
        for (var part : result.content()) {
            if (part instanceof Part.Text(var text, _)) {
                texts.add(text);
            } else {
                var shown = part(part, beside);
                boolean within = traits.seesInResults() && shown.has("inlineData");
                (within ? others : beside).add(shown);
            }
        }
        response.set("response", ToolResponse.write(texts, result.failed()));
        if (!others.isEmpty()) {
            response.set("parts", others);
        }
        return NODES.objectNode().set("functionResponse", response);
    }

    private static ObjectNode media(Media media) throws Inexpressible {
        return switch (media) {
            case Media.Inline(var type, var base64, _) -> {
                var part = NODES.objectNode();
                part.putObject("inlineData").put("mimeType", type).put("data", base64);
                yield part;
            }
            case Media.Remote(var url, _) -> file(url);
            case Media.Stored(var id, var at) -> {
                if (!FileTypes.isWithVendor(id)) {
                    throw new Inexpressible(
                            at, "\"" + id + "\" (expected: a file that the upstream holds)");
                }
                yield file(id);
            }
        };
    }

    private static ObjectNode file(String uri) {
        var part = NODES.objectNode();
        var file = part.putObject("fileData");
        var type = FileTypes.ofName(uri);
        if (type != null) {
            file.put("mimeType", type);
        }
        file.put("fileUri", uri);
        return part;
    }
}
