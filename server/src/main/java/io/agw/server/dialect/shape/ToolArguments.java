package io.agw.server.dialect.shape;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Arguments of tool calls, which some dialects carry as JSON text and others as an object. Nothing
/// of them is lost on the way: not a digit of a number, not the order of the members, and not what
/// a model that was cut off wrote instead of JSON.
public final class ToolArguments {
    /// Trees whose numbers keep every digit. Whoever parses for a dialect parses with it.
    public static final JsonMapper EXACT =
            JsonMapper.builder(JsonFactory.builder().addDecorator(LongTexts.decorator()).build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final String UNPARSED = "__unparsed_arguments";

    private ToolArguments() {}

    /// A document as a tree, whose numbers keep every digit.
    ///
    /// @throws JacksonException when it is no JSON
    public static JsonNode read(byte[] json) {
        return read(json, 0, json.length);
    }

    /// @throws JacksonException when it is no JSON
    public static JsonNode read(byte[] json, int from, int length) {
        try {
            return EXACT.readTree(json, from, length);
        } catch (NumberFormatException _) {
            // an exponent that no number of Java's can have
            throw new StreamReadException(null, "number: out of all bounds");
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
    public static ObjectNode object(String text) {
        if (text.isBlank()) {
            return EXACT.createObjectNode();
        }
        try {
            if (EXACT.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException | NumberFormatException _) {
            // wrapped below: the text is all that there is to be kept
        }
        return EXACT.createObjectNode().put(UNPARSED, text);
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
