package io.agw.server.dialect.shape;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The thoughts in a request, in whatever dialect, that carry the gateway's mark.
///
/// A turn that was nothing else goes with them, for vendors refuse one without words; the user's
/// turns around it become one, for some vendors want the roles to take turns.
final class MarkedThoughts {
    /// Where dialects have their turns; or, among them, their thoughts.
    private static final List<String> TURNS = List.of("messages", "input", "contents");

    /// Where a turn has its pieces, thoughts among them.
    private static final List<String> PIECES = List.of("content", "parts", "reasoning_details");

    /// What makes a turn one, without any thought.
    private static final List<String> WORDS =
            List.of("content", "parts", "tool_calls", "function_call", "refusal", "audio");

    /// Where dialects have signatures and sealed thoughts.
    private static final Set<String> SIGNATURES =
            Set.of("signature", "data", "encrypted_content", "thoughtSignature");

    /// What is nothing without them.
    private static final Set<String> THOUGHTS =
            Set.of(
                    "thinking",
                    "redacted_thinking",
                    "reasoning",
                    "reasoning.text",
                    "reasoning.encrypted");

    private MarkedThoughts() {}

    /// Changes the request.
    ///
    /// @return whether there were any
    static boolean takeOut(ObjectNode request) {
        boolean found = false;
        for (var name : TURNS) {
            if (request.get(name) instanceof ArrayNode turns) {
                found |= takeOutOf(turns);
                // from the last: turns behind one that goes have been looked at
                for (int i = turns.size() - 1; i >= 0; i--) {
                    found |= takeOutOfTurn(turns, i);
                }
            }
        }
        return found;
    }

    private static boolean takeOutOfTurn(ArrayNode turns, int at) {
        var turn = turns.get(at);
        boolean found = false;
        for (var name : PIECES) {
            if (turn.get(name) instanceof ArrayNode pieces && takeOutOf(pieces)) {
                found = true;
                if (pieces.isEmpty() && turn instanceof ObjectNode object) {
                    object.remove(name);
                }
            }
        }
        if (found && WORDS.stream().allMatch(name -> saysNothing(turn.path(name)))) {
            turns.remove(at);
            join(turns, at);
        }
        return found;
    }

    private static boolean takeOutOf(ArrayNode pieces) {
        int before = pieces.size();
        pieces.removeIf(MarkedThoughts::isThought);
        boolean found = pieces.size() < before;
        for (var piece : pieces) {
            if (isMarked(piece, "thoughtSignature") && piece instanceof ObjectNode object) {
                object.remove("thoughtSignature");
                found = true;
            }
        }
        return found;
    }

    private static boolean isThought(JsonNode node) {
        boolean thought =
                THOUGHTS.contains(node.path("type").asString(""))
                        || node.path("thought").asBoolean(false);
        return thought && SIGNATURES.stream().anyMatch(name -> isMarked(node, name));
    }

    private static boolean isMarked(JsonNode node, String signature) {
        return Signer.isOurs(node.path(signature).asString(""));
    }

    private static boolean saysNothing(JsonNode words) {
        return words.isEmpty() && words.asString("").isEmpty();
    }

    private static void join(ArrayNode turns, int behind) {
        if (behind > 0
                && behind < turns.size()
                && turns.get(behind - 1) instanceof ObjectNode before
                && isPlainlyTheUsers(before)
                && turns.get(behind) instanceof ObjectNode after
                && isPlainlyTheUsers(after)) {
            var name = before.has("parts") ? "parts" : "content";
            before.set(name, joined(before.path(name), after.path(name)));
            turns.remove(behind);
        }
    }

    /// Whether there is nothing but a role and words.
    private static boolean isPlainlyTheUsers(ObjectNode turn) {
        return turn.size() == 2
                && turn.path("role").asString("").equals("user")
                && (turn.has("content") || turn.has("parts"));
    }

    private static JsonNode joined(JsonNode before, JsonNode after) {
        if (before.isString() && after.isString()) {
            return JsonNodeFactory.instance.stringNode(
                    before.stringValue() + "\n\n" + after.stringValue());
        }
        var all = ToolArguments.EXACT.createArrayNode();
        for (var words : List.of(before, after)) {
            if (words.isArray()) {
                words.forEach(all::add);
            } else {
                all.addObject().put("type", "text").set("text", words);
            }
        }
        return all;
    }
}
