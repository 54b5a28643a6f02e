package io.agw.bundle.guardrail.schema;

import com.google.re2j.Pattern;
import io.agw.bundle.expression.LinearPattern;
import io.agw.bundle.guardrail.schema.AnswerSchema.Fault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import tools.jackson.databind.JsonNode;

/// Reads one schema into checks. Not thread-safe.
final class SchemaReading {
    private static final int DEEPEST = 32;
    private static final int MOST = 1_000;
    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");
    private static final Set<String> REMARKS =
            Set.of("$schema", "$id", "$comment", "title", "description", "default", "examples");

    private final List<Fault> faults = new ArrayList<>();
    private int count;
    private int depth;

    List<Fault> faults() {
        return faults;
    }

    Predicate<JsonNode> schema(JsonNode schema, String at) {
        if (schema.isBoolean()) {
            boolean accepts = schema.asBoolean();
            return _ -> accepts;
        }
        if (!schema.isObject()) {
            return fault(at, schema, "a schema");
        }
        count++;
        if (count > MOST || depth == DEEPEST) {
            return fault(at, schema, "at most " + MOST + " schemas, " + DEEPEST + " deep");
        }
        depth++;
        var checks = new ArrayList<Predicate<JsonNode>>();
        schema.properties()
                .forEach(member -> {
                    var name = member.getKey();
                    var where = at + "/" + name.replace("~", "~0").replace("/", "~1");
                    checks.add(keyword(name, member.getValue(), where));
                });
        if (schema.has("properties") || schema.has("additionalProperties")) {
            checks.add(members(schema, at));
        }
        depth--;
        var all = List.copyOf(checks);
        return value -> all.stream().allMatch(check -> check.test(value));
    }

    private Predicate<JsonNode> keyword(String name, JsonNode is, String at) {
        return switch (name) {
            case "type" -> type(is, at);
            case "enum" -> oneOfValues(is, at);
            case "const" -> value -> isSame(value, is);
            case "properties", "additionalProperties" -> SchemaReading::any; // read together
            case "required" -> required(is, at);
            case "items" -> {
                var item = schema(is, at);
                yield value -> !value.isArray() || value.valueStream().allMatch(item);
            }
            case "minItems" -> atLeast(is, at, SchemaReading::items);
            case "maxItems" -> atMost(is, at, SchemaReading::items);
            case "minProperties" -> atLeast(is, at, SchemaReading::memberCount);
            case "maxProperties" -> atMost(is, at, SchemaReading::memberCount);
            case "minLength" -> atLeast(is, at, SchemaReading::characters);
            case "maxLength" -> atMost(is, at, SchemaReading::characters);
            case "pattern" -> pattern(is, at);
            case "minimum" -> compared(is, at, order -> order >= 0);
            case "maximum" -> compared(is, at, order -> order <= 0);
            case "exclusiveMinimum" -> compared(is, at, order -> order > 0);
            case "exclusiveMaximum" -> compared(is, at, order -> order < 0);
            case "allOf" -> {
                var all = schemas(is, at);
                yield value -> all.stream().allMatch(one -> one.test(value));
            }
            case "anyOf" -> {
                var all = schemas(is, at);
                yield value -> all.stream().anyMatch(one -> one.test(value));
            }
            case "oneOf" -> {
                var all = schemas(is, at);
                yield value -> all.stream().filter(one -> one.test(value)).count() == 1;
            }
            case "not" -> schema(is, at).negate();
            default -> REMARKS.contains(name) ? SchemaReading::any : unknown(name, at);
        };
    }

    private Predicate<JsonNode> unknown(String name, String at) {
        faults.add(
                new Fault(
                        at,
                        name,
                        name.contains("$ref") ? "what it refers to" : "a keyword that is known"));
        return SchemaReading::any;
    }

    private static boolean any(JsonNode value) {
        return true;
    }

    private Predicate<JsonNode> fault(String at, JsonNode value, String expected) {
        faults.add(new Fault(at, value.toString(), expected));
        return SchemaReading::any;
    }

    private Predicate<JsonNode> type(JsonNode is, String at) {
        var types = new ArrayList<String>();
        if (is.isArray()) {
            is.forEach(type -> types.add(type.asString("")));
        } else {
            types.add(is.asString(""));
        }
        if (types.isEmpty() || !TYPES.containsAll(types)) {
            return fault(at, is, "types of JSON Schema");
        }
        return value -> types.stream().anyMatch(type -> isOf(type, value));
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "number" -> value.isNumber();
            case "integer" ->
                    value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
            case "boolean" -> value.isBoolean();
            default -> value.isNull();
        };
    }

    private Predicate<JsonNode> oneOfValues(JsonNode is, String at) {
        if (!is.isArray() || is.isEmpty()) {
            return fault(at, is, "a list of values");
        }
        return value -> is.valueStream().anyMatch(one -> isSame(value, one));
    }

    private static boolean isSame(JsonNode one, JsonNode other) {
        return one.equals(SchemaReading::order, other);
    }

    /// Numbers are the same however they are written.
    private static int order(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    private Predicate<JsonNode> members(JsonNode schema, String at) {
        Map<String, Predicate<JsonNode>> known = new LinkedHashMap<>();
        var properties = schema.path("properties");
        if (properties.isObject()) {
            properties
                    .properties()
                    .forEach(member -> {
                        var name = member.getKey();
                        var where = name.replace("~", "~0").replace("/", "~1");
                        known.put(name, schema(member.getValue(), at + "/properties/" + where));
                    });
        } else if (!properties.isMissingNode()) {
            fault(at + "/properties", properties, "schemas by name");
        }
        var others = schema.path("additionalProperties");
        Predicate<JsonNode> other =
                others.isMissingNode()
                        ? SchemaReading::any
                        : schema(others, at + "/additionalProperties");
        return value ->
                !value.isObject()
                        || value.properties().stream()
                                .allMatch(member ->
                                        known.getOrDefault(member.getKey(), other)
                                                .test(member.getValue()));
    }

    private Predicate<JsonNode> required(JsonNode is, String at) {
        if (!is.isArray() || is.valueStream().anyMatch(name -> !name.isString())) {
            return fault(at, is, "a list of names");
        }
        var names = is.valueStream().map(JsonNode::asString).toList();
        return value -> !value.isObject() || names.stream().allMatch(value::has);
    }

    private List<Predicate<JsonNode>> schemas(JsonNode is, String at) {
        if (!is.isArray() || is.isEmpty()) {
            fault(at, is, "a list of schemas");
            return List.of();
        }
        var all = new ArrayList<Predicate<JsonNode>>();
        for (int i = 0; i < is.size(); i++) {
            all.add(schema(is.path(i), at + "/" + i));
        }
        return List.copyOf(all);
    }

    private Predicate<JsonNode> pattern(JsonNode is, String at) {
        var text = is.isString() ? is.asString() : "";
        var problem = LinearPattern.problem(text);
        if (problem.isPresent()) {
            return fault(at, is, problem.get());
        }
        var pattern = Pattern.compile(text);
        return value -> !value.isString() || pattern.matcher(value.asString()).find();
    }

    private Predicate<JsonNode> compared(JsonNode is, String at, IntPredicate orders) {
        if (!is.isNumber()) {
            return fault(at, is, "a number");
        }
        BigDecimal bound = is.decimalValue();
        return value -> !value.isNumber() || orders.test(value.decimalValue().compareTo(bound));
    }

    private Predicate<JsonNode> atLeast(JsonNode is, String at, ToIntFunction<JsonNode> size) {
        return sized(is, at, size, order -> order >= 0);
    }

    private Predicate<JsonNode> atMost(JsonNode is, String at, ToIntFunction<JsonNode> size) {
        return sized(is, at, size, order -> order <= 0);
    }

    private Predicate<JsonNode> sized(
            JsonNode is, String at, ToIntFunction<JsonNode> size, IntPredicate orders) {
        if (!is.isIntegralNumber() || !is.canConvertToInt() || is.asInt() < 0) {
            return fault(at, is, "a number of at least 0");
        }
        int bound = is.asInt();
        return value -> {
            int actual = size.applyAsInt(value);
            return actual < 0 || orders.test(Integer.compare(actual, bound));
        };
    }

    /// -1 for what has none.
    private static int items(JsonNode value) {
        return value.isArray() ? value.size() : -1;
    }

    private static int memberCount(JsonNode value) {
        return value.isObject() ? value.size() : -1;
    }

    private static int characters(JsonNode value) {
        return value.isString()
                ? value.asString().codePointCount(0, value.asString().length())
                : -1;
    }
}
