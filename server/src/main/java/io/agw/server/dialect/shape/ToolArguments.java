package io.agw.server.dialect.shape;

import io.agw.server.dialect.JsonLimits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.util.RawValue;

/// Arguments of tool calls, which some dialects carry as JSON text and others as an object. Nothing
/// of them is lost on the way: not a digit of a number, not the order of the members, and not what
/// a model that was cut off wrote instead of JSON. A text becomes no tree on its way to be an
/// object: what a request or an answer costs is counted while it is read, where such a text is one
/// value.
public final class ToolArguments {
    /// Trees whose numbers keep every digit, of documents within the limits. Whoever parses for a
    /// dialect parses with it.
    public static final JsonMapper EXACT =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(JsonLimits.defaults().ofTrees())
                                    .addDecorator(LongTexts.decorator())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    /// Copies texts, whose length alone bounds what they cost.
    private static final JsonFactory ANY =
            JsonFactory.builder().addDecorator(LongTexts.decorator()).build();

    private static final String UNPARSED = "__unparsed_arguments";

    private ToolArguments() {}

    /// A document as a tree, whose numbers keep every digit.
    ///
    /// @throws TooManyValues when it has more than a tree may hold
    /// @throws JacksonException when it is no JSON
    public static JsonNode read(byte[] json) {
        return read(json, 0, json.length);
    }

    /// @throws TooManyValues when it has more than a tree may hold
    /// @throws JacksonException when it is no JSON
    public static JsonNode read(byte[] json, int from, int length) {
        try (var parser = EXACT.createParser(json, from, length)) {
            try {
                return Objects.requireNonNullElse(
                        EXACT.readTree(parser), MissingNode.getInstance());
            } catch (StreamConstraintsException e) {
                long most = parser.streamReadConstraints().getMaxTokenCount();
                throw parser.currentTokenCount() > most ? new TooManyValues(e) : e;
            } catch (NumberFormatException _) {
                // an exponent that no number of Java's can have
                throw new StreamReadException(null, "number: out of all bounds");
            }
        }
    }

    /// A document that would be too costly a tree.
    public static final class TooManyValues extends JacksonException {
        private static final long serialVersionUID = 1;

        private TooManyValues(StreamConstraintsException e) {
            super(e.getMessage(), e);
        }
    }

    /// The path of a number that no tree can hold, for whoever has to name it; null when it is not
    /// for a number that a document cannot be read.
    public static @Nullable String boundless(byte[] json) {
        try (var parser = EXACT.createParser(json)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT && !isBounded(parser)) {
                    return path(parser.streamReadContext());
                }
            }
        } catch (JacksonException _) {
            // something else is wrong with it
        }
        return null;
    }

    private static boolean isBounded(JsonParser parser) {
        try {
            return parser.getDecimalValue().signum() <= 1;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static String path(TokenStreamContext at) {
        var parent = at.getParent();
        if (parent == null) {
            return "";
        }
        var before = path(parent);
        if (at.inArray()) {
            return before + "[" + at.getCurrentIndex() + "]";
        }
        return before.isEmpty() ? at.currentName() : before + "." + at.currentName();
    }

    /// The object that a text is. No text is an object without members; a text that is no object
    /// becomes `{"__unparsed_arguments": "<text>"}`.
    ///
    /// @return what writes it; not an object to be looked into
    public static JsonNode object(String text) {
        if (text.isBlank()) {
            return EXACT.createObjectNode();
        }
        try {
            return EXACT.getNodeFactory().rawValueNode(new RawValue(copied(text)));
        } catch (JacksonException | NumberFormatException _) {
            // the text is all that there is to be kept
            return EXACT.createObjectNode().put(UNPARSED, text);
        }
    }

    /// The object without space between its members, one token after another.
    private static String copied(String text) {
        var copy = new ByteArrayOutputStream(text.length());
        try (var parser = ANY.createParser(ObjectReadContext.empty(), text);
                var generator = ANY.createGenerator(ObjectWriteContext.empty(), copy)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new StreamReadException(parser, "no object");
            }
            do {
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    generator.writeString(parser.getString());
                } else {
                    generator.copyCurrentEventExact(parser);
                }
                parser.nextToken();
            } while (!generator.streamWriteContext().inRoot());
            if (parser.currentToken() != null) {
                throw new StreamReadException(parser, "something behind the object");
            }
        }
        return copy.toString(StandardCharsets.UTF_8);
    }

    /// The text of an object, or the text that `object` wrapped in one.
    public static String text(JsonNode arguments) {
        var unparsed = arguments.get(UNPARSED);
        if (unparsed != null && unparsed.isString() && arguments.size() == 1) {
            return unparsed.stringValue();
        }
        return EXACT.writeValueAsString(arguments);
    }
}
