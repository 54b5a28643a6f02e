package io.agw.server.listen;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/// Writes a small JSON object member by member. Not thread-safe; for one use.
final class JsonText {
    private final StringBuilder text = new StringBuilder(160);
    private int depth;
    private boolean first = true;

    private JsonText() {}

    static JsonText object() {
        return new JsonText().begin();
    }

    JsonText put(String name, String value) {
        name(name).append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, text);
        text.append('"');
        return this;
    }

    JsonText putOrNull(String name, @Nullable String value) {
        if (value != null) {
            return put(name, value);
        }
        name(name).append("null");
        return this;
    }

    /// Opens an object as the value of a member.
    JsonText open(String name) {
        name(name);
        return begin();
    }

    JsonText close() {
        text.append('}');
        depth--;
        return this;
    }

    /// Closes what is open; the text as UTF-8.
    byte[] bytes() {
        while (depth > 0) {
            close();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private JsonText begin() {
        text.append('{');
        depth++;
        first = true;
        return this;
    }

    private StringBuilder name(String name) {
        text.append(first ? "\"" : ",\"").append(name).append("\":");
        first = false;
        return text;
    }
}
