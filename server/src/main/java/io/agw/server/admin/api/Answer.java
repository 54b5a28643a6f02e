package io.agw.server.admin.api;

import io.agw.server.turn.ReplySink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What an endpoint answers.
public sealed interface Answer {
    /// A JSON value.
    record Json(int status, JsonNode body, Map<String, String> headers) implements Answer {
        public Json {
            headers = Map.copyOf(headers);
        }
    }

    /// Text of any type.
    record Text(String contentType, byte[] body) implements Answer {}

    /// Nothing but the status 204.
    record Nothing(Map<String, String> headers) implements Answer {
        public Nothing {
            headers = Map.copyOf(headers);
        }

        public Nothing() {
            this(Map.of());
        }
    }

    /// A stream that the endpoint writes itself until it ends or the client leaves.
    record Live(String contentType, Writer writer) implements Answer {}

    /// Writes a live answer on the call's own thread.
    @FunctionalInterface
    interface Writer {
        void write(ReplySink.Stream stream) throws IOException;
    }

    static Answer ok(JsonNode body) {
        return new Json(200, body, Map.of());
    }

    static Answer of(int status, JsonNode body) {
        return new Json(status, body, Map.of());
    }

    static Answer text(String contentType, String body) {
        return new Text(contentType, body.getBytes(StandardCharsets.UTF_8));
    }
}
