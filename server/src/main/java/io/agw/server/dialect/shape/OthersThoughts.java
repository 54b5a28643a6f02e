package io.agw.server.dialect.shape;

import io.agw.server.dialect.Api;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// Takes the thoughts of other vendors out of a request that is passed on as it is: an answer that
/// was translated for the client comes back to the vendor whose dialect it was told in. Nearly no
/// request has any; one that has none is not touched.
public final class OthersThoughts {
    private static final String NEEDLE = "\"agw";

    private OthersThoughts() {}

    /// The request without them; the same bytes when there are none.
    ///
    /// @param api whose dialect the request is in, one that is translated
    public static byte[] without(byte[] request, Api api) {
        if (!mayHoldSome(request)) {
            return request;
        }
        try {
            if (ToolArguments.read(request) instanceof ObjectNode tree) {
                var asked = api.counts() ? PromptCount.unwrapped(api, tree) : tree;
                return MarkedThoughts.takeOut(asked)
                        ? ToolArguments.EXACT.writeValueAsBytes(tree)
                        : request;
            }
        } catch (JacksonException _) {
            // beyond the parser's limits: the vendor may take it all the same
        }
        return request;
    }

    /// All requests are looked through, and searching a text is what the JVM does fastest.
    private static boolean mayHoldSome(byte[] request) {
        return new String(request, StandardCharsets.ISO_8859_1).contains(NEEDLE);
    }
}
