package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.shape.Asides;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Where the signature of a tool call stands, as Google's own chat completions have it.
final class ExtraContent {
    private static final String NAME = "extra_content";
    private static final String VENDOR = "google";
    private static final String SIGNATURE = "thought_signature";

    private ExtraContent() {}

    static @Nullable String signature(Fields call, Asides asides) throws Inexpressible {
        var extra = call.object(NAME);
        if (extra == null) {
            return null;
        }
        var google = extra.object(VENDOR);
        var signature = google == null ? null : google.text(SIGNATURE);
        if (google != null) {
            asides.rest(google);
        }
        asides.rest(extra);
        return signature;
    }

    /// Of an answer's tool call; empty when there is none.
    static String signature(JsonNode call) {
        return call.path(NAME).path(VENDOR).path(SIGNATURE).asString("");
    }

    static void write(String signature, ObjectNode call) {
        call.putObject(NAME).putObject(VENDOR).put(SIGNATURE, signature);
    }
}
