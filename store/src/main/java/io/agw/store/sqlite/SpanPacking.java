package io.agw.store.sqlite;

import io.agw.store.SpanAttribute;
import io.agw.store.SpanRecord;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORWriteFeature;

/// The spans of many turns as one CBOR document (RFC 8949, with string references): an array with
/// an array for each turn, `[trace high, trace low, span, …]`, and in it one for each span, `[span,
/// parent, name, kind, start, duration, status, key, value, …]`. What turns have in common is
/// spelled out once. Ids, which they never have in common, are numbers: as text each would be
/// looked for among all that was spelled out before.
final class SpanPacking {
    /// Half a surrogate pair, which JSON can spell and a client may name a model with, is kept as
    /// U+FFFD: refusing it would lose the records of the turn.
    private static final CBORFactory CBOR =
            CBORFactory.builder()
                    .enable(CBORWriteFeature.STRINGREF)
                    .enable(CBORWriteFeature.LENIENT_UTF_ENCODING)
                    .build();

    private static final int BYTES_PER_TURN = 320;
    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGITS = 16;

    private SpanPacking() {}

    /// @param traces the spans of a turn each, never empty, all of one trace
    static byte[] pack(List<List<SpanRecord>> traces) {
        var bytes = new ByteArrayOutputStream(BYTES_PER_TURN * traces.size());
        try (var out = CBOR.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartArray();
            for (var spans : traces) {
                out.writeStartArray();
                var traceId = spans.getFirst().traceId();
                out.writeNumber(HexFormat.fromHexDigitsToLong(traceId, 0, DIGITS));
                out.writeNumber(HexFormat.fromHexDigitsToLong(traceId, DIGITS, 2 * DIGITS));
                for (var span : spans) {
                    pack(out, span);
                }
                out.writeEndArray();
            }
            out.writeEndArray();
        }
        return bytes.toByteArray();
    }

    private static void pack(JsonGenerator out, SpanRecord span) {
        out.writeStartArray();
        out.writeNumber(HexFormat.fromHexDigitsToLong(span.spanId()));
        var parent = span.parentId();
        if (parent == null) {
            out.writeNull();
        } else {
            out.writeNumber(HexFormat.fromHexDigitsToLong(parent));
        }
        out.writeString(span.name());
        out.writeString(span.kind());
        out.writeNumber(span.startNanos());
        out.writeNumber(span.endNanos() - span.startNanos());
        out.writeString(span.status());
        for (var attribute : span.attributes()) {
            out.writeString(attribute.key());
            switch (attribute) {
                case SpanAttribute.Text text -> out.writeString(text.value());
                case SpanAttribute.Int number -> out.writeNumber(number.value());
            }
        }
        out.writeEndArray();
    }

    /// The spans of each turn of a wanted trace, in the order of the turns.
    ///
    /// @throws DamagedException when the bytes are not what {@link #pack} makes
    static List<List<SpanRecord>> unpack(byte[] packed, Predicate<String> wanted) {
        var traces = new ArrayList<List<SpanRecord>>();
        try (var in = CBOR.createParser(ObjectReadContext.empty(), packed)) {
            require(in.nextToken() == JsonToken.START_ARRAY);
            while (in.nextToken() == JsonToken.START_ARRAY) {
                var traceId = id(in) + id(in);
                var spans = new ArrayList<SpanRecord>();
                while (in.nextToken() == JsonToken.START_ARRAY) {
                    spans.add(unpack(traceId, in));
                }
                require(in.currentToken() == JsonToken.END_ARRAY);
                if (wanted.test(traceId)) {
                    traces.add(spans);
                }
            }
            require(in.currentToken() == JsonToken.END_ARRAY);
        } catch (JacksonException e) {
            throw new DamagedException("packed spans: " + e.getOriginalMessage());
        }
        return traces;
    }

    private static SpanRecord unpack(String traceId, JsonParser in) {
        var spanId = id(in);
        var parentId = in.nextToken() == JsonToken.VALUE_NULL ? null : digits(in);
        var name = text(in);
        var kind = text(in);
        long start = number(in);
        long duration = number(in);
        var status = text(in);
        return new SpanRecord(
                traceId, spanId, parentId, name, kind, start, start + duration, status, facts(in));
    }

    private static List<SpanAttribute> facts(JsonParser in) {
        var attributes = new ArrayList<SpanAttribute>();
        while (in.nextToken() == JsonToken.VALUE_STRING) {
            var key = in.getString();
            attributes.add(
                    in.nextToken() == JsonToken.VALUE_NUMBER_INT
                            ? new SpanAttribute.Int(key, in.getLongValue())
                            : new SpanAttribute.Text(key, in.getString()));
        }
        require(in.currentToken() == JsonToken.END_ARRAY);
        return attributes;
    }

    private static String text(JsonParser in) {
        require(in.nextToken() == JsonToken.VALUE_STRING);
        return in.getString();
    }

    private static String id(JsonParser in) {
        in.nextToken();
        return digits(in);
    }

    private static String digits(JsonParser in) {
        require(in.currentToken() == JsonToken.VALUE_NUMBER_INT);
        return HEX.toHexDigits(in.getLongValue());
    }

    private static long number(JsonParser in) {
        require(in.nextToken() == JsonToken.VALUE_NUMBER_INT);
        return in.getLongValue();
    }

    private static void require(boolean asPacked) {
        if (!asPacked) {
            throw new DamagedException("packed spans: not in the order of their packing");
        }
    }
}
