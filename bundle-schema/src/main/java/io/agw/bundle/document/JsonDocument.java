package io.agw.bundle.document;

import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/// One JSON text: the parser's tokens to a tree. Strict JSON, one value, nothing after it.
///
/// The parser's own messages are not passed on: they quote the text, which may hold a secret.
final class JsonDocument {
    private static final int LONGEST_NAME = 256;

    private final ReadLimits limits;
    private final Deadline deadline;
    private final String text;
    private final Places places;
    private final TreeBuilder tree;

    JsonDocument(SourceFile file, ReadLimits limits, Problems problems) {
        this.limits = limits;
        this.deadline = new Deadline(file.path(), limits.deadline());
        this.text = Text.of(file, limits);
        this.places = new Places(file.path(), text);
        this.tree = new TreeBuilder(limits, problems);
    }

    /// @throws Unreadable when the text is no JSON value
    Node read() {
        var constraints =
                StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth() + 1)
                        .maxStringLength(limits.fileBytes())
                        .maxNameLength(LONGEST_NAME)
                        .build();
        var factory = JsonFactory.builder().streamReadConstraints(constraints).build();
        try (var parser = factory.createParser(ObjectReadContext.empty(), deadline.over(text))) {
            try {
                return value(parser);
            } catch (JacksonException e) {
                throw unreadable(e, parser);
            }
        }
    }

    private Node value(JsonParser parser) {
        int depth = 0;
        do {
            deadline.check();
            var token = parser.nextToken();
            if (token == null) {
                throw new Unreadable(
                        Code.YAML_SYNTAX, end(), "no JSON value (expected: one JSON value)");
            }
            depth += token(token, parser);
        } while (depth > 0);
        if (parser.nextToken() != null) {
            throw new Unreadable(
                    Code.YAML_SYNTAX, at(parser), "more text (expected: one JSON value)");
        }
        var root = tree.finish();
        if (root == null) {
            throw new IllegalStateException("JSON value without root");
        }
        return root;
    }

    /// Takes one token and says by how much the nesting changes.
    private int token(JsonToken token, JsonParser parser) {
        var at = at(parser);
        switch (token) {
            case START_OBJECT -> tree.beginMembers(null, at);
            case START_ARRAY -> tree.beginItems(null, at);
            case END_OBJECT, END_ARRAY -> tree.end();
            case PROPERTY_NAME -> tree.scalar(Scalar.quoted(parser.currentName(), at), null);
            case VALUE_STRING -> scalar(parser, Scalar.Type.STRING, at);
            case VALUE_NUMBER_INT -> scalar(parser, Scalar.Type.INTEGER, at);
            case VALUE_NUMBER_FLOAT -> scalar(parser, Scalar.Type.FLOAT, at);
            case VALUE_TRUE, VALUE_FALSE -> scalar(parser, Scalar.Type.BOOLEAN, at);
            case VALUE_NULL -> scalar(parser, Scalar.Type.NULL, at);
            case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new IllegalStateException("JSON token: " + token);
        }
        return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }

    private void scalar(JsonParser parser, Scalar.Type type, Position at) {
        tree.scalar(new Scalar(parser.getString(), type, at), null);
    }

    private Unreadable unreadable(JacksonException e, JsonParser parser) {
        // The parser has consumed the character that it complains about.
        var at = places.at((int) Math.max(0, parser.currentLocation().getCharOffset() - 1));
        if (e instanceof StreamConstraintsException) {
            return new Unreadable(
                    Code.LIMIT_EXCEEDED,
                    at,
                    "nesting, name or number beyond its limit (expected: at most "
                            + limits.depth()
                            + " levels, names of "
                            + LONGEST_NAME
                            + " characters)");
        }
        if (e instanceof UnexpectedEndOfInputException) {
            return new Unreadable(Code.YAML_SYNTAX, end(), "ends too early" + expected(parser));
        }
        return new Unreadable(Code.YAML_SYNTAX, at, "not well-formed JSON" + expected(parser));
    }

    private static String expected(JsonParser parser) {
        var context = parser.streamReadContext();
        if (context != null && context.inObject()) {
            return " (expected: a name in double quotes, `:`, a value, `,` or `}`)";
        }
        return context != null && context.inArray()
                ? " (expected: a value, `,` or `]`)"
                : " (expected: one JSON value)";
    }

    private Position at(JsonParser parser) {
        return places.at((int) Math.max(0, parser.currentTokenLocation().getCharOffset()));
    }

    private Position end() {
        return places.at(text.length());
    }
}
