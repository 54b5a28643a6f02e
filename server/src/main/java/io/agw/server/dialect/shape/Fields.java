package io.agw.server.dialect.shape;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The members of a client's JSON object, each taken once by whoever understands it. What nobody
/// took is known at the end, so that no member is dropped in silence. A member that is null counts
/// as absent. Not thread-safe.
public final class Fields {
    private final ObjectNode node;
    private final String path;

    /// Names are few and short, so that going through them costs less than a table.
    private final List<String> taken = new ArrayList<>();

    private Fields(ObjectNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /// The members of a whole request.
    public static Fields of(ObjectNode request) {
        return new Fields(request, "");
    }

    /// @param path of the object in the request
    public static Fields of(ObjectNode object, String path) {
        return new Fields(object, path);
    }

    /// The path of the object; empty for the request itself.
    public String path() {
        return path;
    }

    /// The path of a member.
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /// The object itself, without taking anything.
    public ObjectNode node() {
        return node;
    }

    /// Whether a member is there and not null; does not take it.
    public boolean has(String name) {
        var value = node.get(name);
        return value != null && !value.isNull();
    }

    /// A member of any type; null when absent.
    public @Nullable JsonNode any(String name) {
        taken.add(name);
        var value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /// @throws Inexpressible when it is no string
    public @Nullable String text(String name) throws Inexpressible {
        var value = any(name);
        if (value != null && !value.isString()) {
            throw wrong(name, value, "a string");
        }
        return value == null ? null : value.stringValue();
    }

    /// @throws Inexpressible when it is absent or no string
    public String requiredText(String name) throws Inexpressible {
        var value = text(name);
        if (value == null) {
            throw missing(name, "a string");
        }
        return value;
    }

    /// @throws Inexpressible when it is no whole number
    public @Nullable Long whole(String name) throws Inexpressible {
        var value = any(name);
        if (value != null && !(value.isIntegralNumber() && value.canConvertToLong())) {
            throw wrong(name, value, "a whole number");
        }
        return value == null ? null : value.longValue();
    }

    /// @throws Inexpressible when it is no number, or one that is too large for any setting
    public @Nullable Double number(String name) throws Inexpressible {
        var value = any(name);
        if (value != null && !value.isNumber()) {
            throw wrong(name, value, "a number");
        }
        if (value == null) {
            return null;
        }
        double number = value.decimalValue().doubleValue();
        if (!Double.isFinite(number)) {
            throw wrong(name, value, "a number within ±1.8e308");
        }
        return number;
    }

    /// @throws Inexpressible when it is neither true nor false
    public @Nullable Boolean flag(String name) throws Inexpressible {
        var value = any(name);
        if (value != null && !value.isBoolean()) {
            throw wrong(name, value, "true or false");
        }
        return value == null ? null : value.booleanValue();
    }

    /// @throws Inexpressible when it is no object
    public @Nullable Fields object(String name) throws Inexpressible {
        var value = any(name);
        if (value == null) {
            return null;
        }
        if (value instanceof ObjectNode object) {
            return new Fields(object, path(name));
        }
        throw wrong(name, value, "an object");
    }

    /// The objects of a list; empty when it is absent.
    ///
    /// @throws Inexpressible when it is no list, or holds anything else
    public List<Fields> objects(String name) throws Inexpressible {
        var objects = new ArrayList<Fields>();
        for (var item : items(name)) {
            if (!(item.value() instanceof ObjectNode object)) {
                throw new Inexpressible(item.path(), shown(item.value(), "an object"));
            }
            objects.add(new Fields(object, item.path()));
        }
        return objects;
    }

    /// The strings of a list; empty when it is absent.
    ///
    /// @throws Inexpressible when it is no list, or holds anything else
    public List<String> texts(String name) throws Inexpressible {
        var texts = new ArrayList<String>();
        for (var item : items(name)) {
            if (!item.value().isString()) {
                throw new Inexpressible(item.path(), shown(item.value(), "a string"));
            }
            texts.add(item.value().stringValue());
        }
        return texts;
    }

    private List<Item> items(String name) throws Inexpressible {
        var value = any(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrong(name, value, "a list");
        }
        var items = new ArrayList<Item>();
        for (int i = 0; i < value.size(); i++) {
            items.add(new Item(value.get(i), path(name) + "[" + i + "]"));
        }
        return items;
    }

    /// Paths of the members that nobody took.
    public List<String> left() {
        var left = new ArrayList<String>();
        node.propertyNames()
                .forEach(name -> {
                    if (!taken.contains(name) && has(name)) {
                        left.add(path(name));
                    }
                });
        return left;
    }

    /// A member is there and is not what it must be.
    public Inexpressible wrong(String name, JsonNode value, String expected) {
        return new Inexpressible(path(name), shown(value, expected));
    }

    /// A member is not one of the words that it may be.
    public Inexpressible unknownWord(String name, String word, List<String> words) {
        return new Inexpressible(
                path(name), "\"" + word + "\" (expected: " + String.join(", ", words) + ")");
    }

    /// A member must be there.
    public Inexpressible missing(String name, String expected) {
        return new Inexpressible(path(name), "is missing (expected: " + expected + ")");
    }

    private static String shown(JsonNode value, String expected) {
        var type =
                switch (value.getNodeType()) {
                    case ARRAY -> "a list";
                    case OBJECT -> "an object";
                    case STRING, BINARY -> "a string";
                    case NUMBER -> "a number";
                    case BOOLEAN -> "a boolean";
                    case NULL, MISSING, POJO -> "nothing";
                };
        return type + " (expected: " + expected + ")";
    }

    private record Item(JsonNode value, String path) {}
}
