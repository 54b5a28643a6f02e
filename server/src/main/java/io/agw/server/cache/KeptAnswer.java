package io.agw.server.cache;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer as the client's dialect has it, before anybody looked at it. Its bytes are shared and
/// never modified.
///
/// @param body a document, or the events of a stream, whole
/// @param headers that belong to it
/// @param providerId of who answered
/// @param model as the provider names it; null when none was named
public record KeptAnswer(
        byte[] body, Map<String, String> headers, String providerId, @Nullable String model) {
    /// What an answer takes besides its body: objects, links and a key, generously.
    private static final long OVERHEAD = 512;

    private static final int BYTES_PER_CHAR = 2;

    public KeptAnswer {
        headers = Map.copyOf(headers);
    }

    /// Bytes that it takes in memory, about.
    long bytes() {
        long bytes = OVERHEAD + body.length;
        for (var header : headers.entrySet()) {
            bytes +=
                    (long) BYTES_PER_CHAR * (header.getKey().length() + header.getValue().length());
        }
        return bytes;
    }
}
