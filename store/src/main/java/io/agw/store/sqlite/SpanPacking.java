package io.agw.store.sqlite;

import io.agw.store.SpanAttribute;
import io.agw.store.SpanRecord;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
/// an array for each turn, `[trace high, trace low, span, …]`, and in it one for each span,
/// `[shape, span, parent, start, duration, value, …]`. A shape is an array of words where it comes
/// first, `[name, kind, status, key, …]`, and from then on its place among the shapes, from 0.
/// Values that turns have in common are spelled out once. Ids, which they never have in common, are
/// numbers: as text each would be looked for among all that was spelled out before.
final class SpanPacking {
    /// Half a surrogate pair, which JSON can spell and a client may name a model with, is kept as
    /// U+FFFD: refusing it would lose the records of the turn.
    private static final CBORFactory CBOR =
            CBORFactory.builder()
                    .enable(CBORWriteFeature.STRINGREF)
                    .enable(CBORWriteFeature.LENIENT_UTF_ENCODING)
                    .build();

    private static final int BYTES_PER_TURN = 256;

    /// Before the keys of a shape come its name, kind and status.
    private static final int FIRST_KEY = 3;

    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGITS = 16;

    private SpanPacking() {}

    /// @param traces the spans of a turn each, never empty, all of one trace
    static byte[] pack(List<List<SpanRecord>> traces) {
        var bytes = new ByteArrayOutputStream(BYTES_PER_TURN * traces.size());
        var shapes = new Shapes();
        try (var out = CBOR.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartArray();
            for (var spans : traces) {
                out.writeStartArray();
                var traceId = spans.getFirst().traceId();
                out.writeNumber(HexFormat.fromHexDigitsToLong(traceId, 0, DIGITS));
                out.writeNumber(HexFormat.fromHexDigitsToLong(traceId, DIGITS, 2 * DIGITS));
                for (var span : spans) {
                    pack(out, span, shapes);
                }
                out.writeEndArray();
            }
            out.writeEndArray();
        }
        return bytes.toByteArray();
    }

    private static void pack(JsonGenerator out, SpanRecord span, Shapes shapes) {
        out.writeStartArray();
        int place = shapes.place(span);
        if (place < 0) {
            pack(out, shapes.add(span));
        } else {
            out.writeNumber(place);
        }
        out.writeNumber(HexFormat.fromHexDigitsToLong(span.spanId()));
        var parent = span.parentId();
        if (parent == null) {
            out.writeNull();
        } else {
            out.writeNumber(HexFormat.fromHexDigitsToLong(parent));
        }
        out.writeNumber(span.startNanos());
        out.writeNumber(span.endNanos() - span.startNanos());
        for (var attribute : span.attributes()) {
            switch (attribute) {
                case SpanAttribute.Text text -> out.writeString(text.value());
                case SpanAttribute.Int number -> out.writeNumber(number.value());
            }
        }
        out.writeEndArray();
    }

    private static void pack(JsonGenerator out, Shape shape) {
        out.writeStartArray();
        out.writeString(shape.name());
        out.writeString(shape.kind());
        out.writeString(shape.status());
        for (var key : shape.keys()) {
            out.writeString(key);
        }
        out.writeEndArray();
    }

    /// The spans of each turn of a wanted trace, in the order of the turns.
    ///
    /// @throws DamagedException when the bytes are not what {@link #pack} makes
    static List<List<SpanRecord>> unpack(byte[] packed, Predicate<String> wanted) {
        var traces = new ArrayList<List<SpanRecord>>();
        var shapes = new ArrayList<Shape>();
        try (var in = CBOR.createParser(ObjectReadContext.empty(), packed)) {
            require(in.nextToken() == JsonToken.START_ARRAY);
            while (in.nextToken() == JsonToken.START_ARRAY) {
                var traceId = id(in) + id(in);
                var spans = new ArrayList<SpanRecord>();
                while (in.nextToken() == JsonToken.START_ARRAY) {
                    spans.add(unpack(traceId, in, shapes));
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

    private static SpanRecord unpack(String traceId, JsonParser in, List<Shape> shapes) {
        var shape = shape(in, shapes);
        var spanId = id(in);
        var parentId = in.nextToken() == JsonToken.VALUE_NULL ? null : digits(in);
        long start = number(in);
        long duration = number(in);
        var attributes = new ArrayList<SpanAttribute>(shape.keys().size());
        for (var key : shape.keys()) {
            attributes.add(attribute(key, in));
        }
        require(in.nextToken() == JsonToken.END_ARRAY);
        return new SpanRecord(
                traceId,
                spanId,
                parentId,
                shape.name(),
                shape.kind(),
                start,
                start + duration,
                shape.status(),
                attributes);
    }

    private static Shape shape(JsonParser in, List<Shape> shapes) {
        if (in.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            int place = in.getIntValue();
            require(place >= 0 && place < shapes.size());
            return shapes.get(place);
        }
        require(in.currentToken() == JsonToken.START_ARRAY);
        var words = new ArrayList<String>();
        while (in.nextToken() == JsonToken.VALUE_STRING) {
            words.add(in.getString());
        }
        require(in.currentToken() == JsonToken.END_ARRAY && words.size() >= FIRST_KEY);
        var shape =
                new Shape(
                        words.get(0),
                        words.get(1),
                        words.get(2),
                        List.copyOf(words.subList(FIRST_KEY, words.size())));
        shapes.add(shape);
        return shape;
    }

    private static SpanAttribute attribute(String key, JsonParser in) {
        if (in.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            return new SpanAttribute.Int(key, in.getLongValue());
        }
        require(in.currentToken() == JsonToken.VALUE_STRING);
        return new SpanAttribute.Text(key, in.getString());
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

    /// The shapes of a document so far. Looked up for every span, so that it makes nothing for it.
    private static final class Shapes {
        private final Map<String, List<Placed>> byName = new HashMap<>();
        private int size;

        /// -1 when it is a new one.
        int place(SpanRecord span) {
            for (var placed : byName.getOrDefault(span.name(), List.of())) {
                if (placed.shape().isOf(span)) {
                    return placed.place();
                }
            }
            return -1;
        }

        Shape add(SpanRecord span) {
            var shape = Shape.of(span);
            byName.computeIfAbsent(shape.name(), _ -> new ArrayList<>())
                    .add(new Placed(shape, size++));
            return shape;
        }

        private record Placed(Shape shape, int place) {}
    }

    /// What the spans of one place in the code have in common.
    private record Shape(String name, String kind, String status, List<String> keys) {
        static Shape of(SpanRecord span) {
            var keys = new ArrayList<String>(span.attributes().size());
            for (var attribute : span.attributes()) {
                keys.add(attribute.key());
            }
            return new Shape(span.name(), span.kind(), span.status(), keys);
        }

        boolean isOf(SpanRecord span) {
            var attributes = span.attributes();
            if (attributes.size() != keys.size()
                    || !kind.equals(span.kind())
                    || !status.equals(span.status())) {
                return false;
            }
            for (int i = 0; i < attributes.size(); i++) {
                if (!keys.get(i).equals(attributes.get(i).key())) {
                    return false;
                }
            }
            return true;
        }
    }
}
