package io.agw.server.dialect.shape;

import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.MarkedThoughts;
import java.nio.charset.StandardCharsets;

/// Takes the thoughts of other vendors out of a request that is passed on as it is: an answer that
/// was translated for the client comes back to the vendor whose dialect it was told in. Nearly no
/// request has any; one that has none is not touched.
public final class OthersThoughts {
    private static final String NEEDLE = "\"agw";

    private OthersThoughts() {}

    /// The request without them; the same bytes when there are none.
    public static byte[] without(byte[] request) {
        if (!mayHoldSome(request)) {
            return request;
        }
        try {
            return MarkedThoughts.cutOut(request, Signer::isOurs);
        } catch (MalformedJson _) {
            return request; // beyond the limits: the vendor may take it all the same
        }
    }

    /// All requests are looked through, and searching a text is what the JVM does fastest.
    private static boolean mayHoldSome(byte[] request) {
        return new String(request, StandardCharsets.ISO_8859_1).contains(NEEDLE);
    }
}
