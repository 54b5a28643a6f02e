package io.agw.server.dialect.shape;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes the thoughts of other vendors out of a request that is passed on as it is: an answer that
/// was translated for the client comes back to the vendor whose dialect it was told in. Nearly no
/// request has any; one that has none is not touched.
public final class OthersThoughts {
    private static final byte[] NEEDLE = "\"agw".getBytes(StandardCharsets.US_ASCII);

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

    private OthersThoughts() {}

    /// The request without them; the same bytes when there are none.
    public static byte[] without(byte[] request) {
        if (!mayHoldSome(request)) {
            return request;
        }
        try {
            var tree = ToolArguments.EXACT.readTree(request);
            return strip(tree) ? ToolArguments.EXACT.writeValueAsBytes(tree) : request;
        } catch (JacksonException _) {
            return request; // beyond the parser's limits: the vendor may take it all the same
        }
    }

    private static boolean mayHoldSome(byte[] request) {
        int last = request.length - NEEDLE.length;
        for (int i = 0; i <= last; i++) {
            if (request[i] == NEEDLE[0]
                    && request[i + 1] == NEEDLE[1]
                    && request[i + 2] == NEEDLE[2]
                    && request[i + 3] == NEEDLE[3]) {
                return true;
            }
        }
        return false;
    }

    /// Whether something was taken out.
    private static boolean strip(JsonNode node) {
        boolean stripped = false;
        if (node instanceof ArrayNode list) {
            int before = list.size();
            list.removeIf(OthersThoughts::isThought);
            stripped = list.size() < before;
        } else if (node instanceof ObjectNode object) {
            for (var name : SIGNATURES) {
                if (Signer.isOurs(object.path(name).asString(""))) {
                    object.remove(name);
                    stripped = true;
                }
            }
        }
        for (var child : node) {
            stripped |= strip(child);
        }
        return stripped;
    }

    private static boolean isThought(JsonNode node) {
        return THOUGHTS.contains(node.path("type").asString("")) && isMarked(node);
    }

    private static boolean isMarked(JsonNode node) {
        return SIGNATURES.stream().anyMatch(name -> Signer.isOurs(node.path(name).asString("")));
    }
}
