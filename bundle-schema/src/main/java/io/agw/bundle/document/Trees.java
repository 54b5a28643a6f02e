package io.agw.bundle.document;

import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.problem.Position;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Between trees with positions and plain JSON trees.
public final class Trees {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Trees() {}

    /// The JSON value of a tree. Positions and the spelling of numbers are lost; an infinite number
    /// and an unresolved reference become strings.
    public static JsonNode json(Node node) {
        return switch (node) {
            case Scalar scalar -> json(scalar);
            case Node.Unresolved unresolved -> JSON.stringNode(unresolved.written());
            case Node.Items items -> {
                var array = JSON.arrayNode(items.nodes().size());
                items.nodes().forEach(item -> array.add(json(item)));
                yield array;
            }
            case Node.Members members -> {
                var object = JSON.objectNode();
                members.members().forEach(m -> object.set(m.name(), json(m.value())));
                yield object;
            }
        };
    }

    private static JsonNode json(Scalar scalar) {
        return switch (scalar.type()) {
            case STRING -> JSON.stringNode(scalar.text());
            case BOOLEAN -> JSON.booleanNode(bool(scalar));
            case NULL -> JSON.nullNode();
            case INTEGER -> {
                var value = integer(scalar);
                yield value.bitLength() < Long.SIZE
                        ? number(value.longValue())
                        : JSON.numberNode(value);
            }
            case FLOAT -> {
                double value = real(scalar);
                yield Double.isFinite(value)
                        ? JSON.numberNode(value)
                        : JSON.stringNode(scalar.text());
            }
        };
    }

    /// The JSON number of a value, always of the narrowest type, as a JSON parser makes it, so that
    /// equal numbers are equal nodes.
    public static JsonNode number(long value) {
        return value == (int) value ? JSON.numberNode((int) value) : JSON.numberNode(value);
    }

    /// The same JSON value with the members of every object in the order of their names.
    public static JsonNode sorted(JsonNode json) {
        if (json.isObject()) {
            var sorted = JSON.objectNode();
            json.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> sorted.set(entry.getKey(), sorted(entry.getValue())));
            return sorted;
        }
        if (json.isArray()) {
            var items = JSON.arrayNode(json.size());
            json.forEach(item -> items.add(sorted(item)));
            return items;
        }
        return json.isIntegralNumber() && json.canConvertToLong() ? number(json.asLong()) : json;
    }

    /// The value of a boolean scalar.
    public static boolean bool(Scalar scalar) {
        return scalar.text().charAt(0) == 't' || scalar.text().charAt(0) == 'T';
    }

    /// The value of an integer scalar, however it was spelled.
    public static BigInteger integer(Scalar scalar) {
        var text = scalar.text();
        if (text.startsWith("0x")) {
            return new BigInteger(text.substring(2), 16);
        }
        return text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    }

    /// The value of a number scalar, however it was spelled.
    public static double real(Scalar scalar) {
        if (scalar.type() == Scalar.Type.INTEGER) {
            return integer(scalar).doubleValue();
        }
        var text = scalar.text();
        var end = text.substring(text.indexOf('.') + 1);
        if (end.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        if (end.equalsIgnoreCase("inf")) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.parseDouble(text);
    }

    /// A JSON value as a tree, every value at the same place.
    public static Node node(JsonNode json, Position at) {
        if (json.isObject()) {
            var members = new ArrayList<Node.Member>();
            json.properties()
                    .forEach(entry ->
                            members.add(
                                    new Node.Member(
                                            entry.getKey(), node(entry.getValue(), at), at)));
            return new Node.Members(members, at);
        }
        if (json.isArray()) {
            var items = new ArrayList<Node>();
            json.forEach(item -> items.add(node(item, at)));
            return new Node.Items(items, at);
        }
        return new Scalar(json.asString(), type(json), at);
    }

    private static Scalar.Type type(JsonNode json) {
        return switch (json.getNodeType()) {
            case BOOLEAN -> Scalar.Type.BOOLEAN;
            case NULL, MISSING -> Scalar.Type.NULL;
            case NUMBER -> json.isIntegralNumber() ? Scalar.Type.INTEGER : Scalar.Type.FLOAT;
            case STRING, BINARY, POJO -> Scalar.Type.STRING;
            case ARRAY, OBJECT -> throw new IllegalStateException("no scalar: " + json);
        };
    }
}
