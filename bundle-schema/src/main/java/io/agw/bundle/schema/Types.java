package io.agw.bundle.schema;

import io.agw.bundle.model.Ids;
import io.agw.bundle.model.Spelling;
import io.agw.bundle.shape.FieldShape;
import io.agw.bundle.shape.FieldType;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Schemas of values. Where something else than free text is wanted, a text with a `${…}` reference
/// in it may stand instead: what it becomes is only known when it is resolved.
final class Types {
    /// Name of the definition of a text with a reference.
    static final String REFERENCE = "reference";

    private static final String DURATION =
            "^(?=.)([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?([0-9]{1,9}ms)?([0-9]{1,9}us)?([0-9]{1,9}ns)?$";
    private static final String NOT_BLANK = "\\S";

    private Types() {}

    static ObjectNode referenceDefinition() {
        return typed("string")
                .put("description", "A reference: ${NAME}, ${NAME:-default} or ${file:PATH}.")
                .put("pattern", "\\$\\{[^}]+\\}");
    }

    static ObjectNode reference(String definition) {
        return object().put("$ref", "#/definitions/" + definition);
    }

    static ObjectNode text(FieldShape field, FieldType.Text type) {
        if (field.identifier()) {
            return orReference(typed("string").put("pattern", "^" + Ids.PATTERN + "$"));
        }
        var form = type.form();
        if (form != null) {
            // an empty text is an absent one
            var end = field.required() ? ")$" : ")?$";
            return orReference(typed("string").put("pattern", "^(" + form.pattern() + end));
        }
        boolean needed = field.required() || !field.refers().isEmpty();
        return needed ? typed("string").put("pattern", NOT_BLANK) : typed("string");
    }

    static ObjectNode bool() {
        return orReference(typed("boolean"));
    }

    static ObjectNode integer(FieldType.Int type) {
        var schema = typed("integer");
        if (type.min() > (type.wide() ? Long.MIN_VALUE : Integer.MIN_VALUE)) {
            schema.put("minimum", type.min());
        }
        if (type.max() < Long.MAX_VALUE) {
            schema.put("maximum", type.max());
        }
        return orReference(schema);
    }

    static ObjectNode real(FieldType.Real type) {
        var schema = typed("number");
        if (Double.isFinite(type.min())) {
            schema.put("minimum", type.min());
        }
        if (Double.isFinite(type.max())) {
            schema.put("maximum", type.max());
        }
        return orReference(schema);
    }

    static ObjectNode duration() {
        var schema = typed("string").put("pattern", DURATION);
        schema.putArray("examples").add("5m").add("1h30m");
        return orReference(schema);
    }

    static ObjectNode timestamp() {
        return orReference(
                typed("string")
                        .put(
                                "pattern",
                                "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})$"));
    }

    static ObjectNode spelled(Spelling<?> spelling, boolean required) {
        // an empty text is an absent one
        var end = required ? ")$" : ")?$";
        var schema = typed("string").put("pattern", "^(" + spelling.pattern() + end);
        var examples = schema.putArray("examples");
        spelling.examples().forEach(examples::add);
        return orReference(schema);
    }

    static ObjectNode choice(Collection<String> words) {
        return orReference(words(List.copyOf(words)));
    }

    static ObjectNode words(List<String> words) {
        var schema = typed("string");
        var values = schema.putArray("enum");
        words.forEach(values::add);
        return schema;
    }

    static ObjectNode secret() {
        return typed("string");
    }

    static ObjectNode any() {
        return object();
    }

    static ObjectNode list(ObjectNode element, long min, long max) {
        var schema = typed("array");
        schema.set("items", element);
        if (min > 0) {
            schema.put("minItems", min);
        }
        if (max < Long.MAX_VALUE) {
            schema.put("maxItems", max);
        }
        return schema;
    }

    static ObjectNode map(ObjectNode value, long min, long max) {
        var schema = typed("object");
        schema.set("additionalProperties", value);
        if (min > 0) {
            schema.put("minProperties", min);
        }
        if (max < Long.MAX_VALUE) {
            schema.put("maxProperties", max);
        }
        return schema;
    }

    private static ObjectNode orReference(ObjectNode schema) {
        var either = object();
        either.putArray("anyOf").add(schema).add(reference(REFERENCE));
        return either;
    }

    private static ObjectNode typed(String type) {
        return object().put("type", type);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
