package io.agw.store.sqlite;

import io.agw.store.SpanRecord;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The spans of one turn as one text: a JSON array with an array for each span, `[span, parent,
/// name, kind, start, end, status, attributes]`, attributes as the text that they came as.
final class SpanPacking {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int BYTES_PER_SPAN = 320;

    private SpanPacking() {}

    static String pack(List<SpanRecord> spans) {
        var text = new StringWriter(BYTES_PER_SPAN * spans.size());
        try (var out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartArray();
            for (var span : spans) {
                out.writeStartArray();
                out.writeString(span.spanId());
                out.writeString(span.parentId());
                out.writeString(span.name());
                out.writeString(span.kind());
                out.writeNumber(span.startNanos());
                out.writeNumber(span.endNanos());
                out.writeString(span.status());
                out.writeString(span.attributesJson());
                out.writeEndArray();
            }
            out.writeEndArray();
        }
        return text.toString();
    }

    /// @throws DamagedException when the text is not what {@link #pack} makes
    static List<SpanRecord> unpack(String traceId, String packed) {
        var spans = new ArrayList<SpanRecord>();
        try (var in = JSON.createParser(ObjectReadContext.empty(), packed)) {
            require(in.nextToken() == JsonToken.START_ARRAY);
            while (in.nextToken() == JsonToken.START_ARRAY) {
                spans.add(
                        new SpanRecord(
                                traceId,
                                text(in),
                                optionalText(in),
                                text(in),
                                text(in),
                                in.nextLongValue(0),
                                in.nextLongValue(0),
                                text(in),
                                text(in)));
                require(in.nextToken() == JsonToken.END_ARRAY);
            }
        } catch (JacksonException e) {
            throw new DamagedException("trace " + traceId + ": " + e.getOriginalMessage());
        }
        return spans;
    }

    private static String text(JsonParser in) {
        var text = in.nextStringValue();
        if (text == null) {
            throw new DamagedException("packed spans: a text is missing");
        }
        return text;
    }

    private static @Nullable String optionalText(JsonParser in) {
        return in.nextStringValue();
    }

    private static void require(boolean asPacked) {
        if (!asPacked) {
            throw new DamagedException("packed spans: not an array of arrays");
        }
    }
}
