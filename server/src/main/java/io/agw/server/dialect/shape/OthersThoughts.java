package io.agw.server.dialect.shape;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    private static final int LAST = NEEDLE.length - 1;

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

    /// Looks at every fourth byte mostly (Horspool): requests are large, and all are looked
    /// through.
    private static boolean mayHoldSome(byte[] request) {
        int end = LAST;
        while (end < request.length) {
            int step =
                    switch (request[end]) {
                        case '"' -> 3;
                        case 'a' -> 2;
                        case 'g' -> 1;
                        default -> NEEDLE.length;
                    };
            if (request[end] == NEEDLE[LAST]
                    && Arrays.equals(request, end - LAST, end + 1, NEEDLE, 0, NEEDLE.length)) {
                return true;
            }
            end += step;
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
