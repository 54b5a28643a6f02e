package io.agw.bundle.schema;

import io.agw.bundle.model.Kind;
import io.agw.bundle.shape.Shapes;
import io.agw.bundle.text.PrettyJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the JSON Schema of a bundle file, and of one object. Stateless but for the shapes, and
/// thread-safe; equal shapes give equal text.
public final class BundleSchema {
    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";

    private final Shapes shapes;

    public BundleSchema(Shapes shapes) {
        this.shapes = shapes;
    }

    /// The schema of a bundle document.
    public ObjectNode bundle() {
        var definitions = new Definitions();
        var schema = root("Agent Gateway bundle");
        schema.put(
                "description", "Objects of a gateway; several files of a source are one bundle.");
        schema.put("type", "object");
        schema.putArray("required").add("apiVersion").add("kind");
        var properties = schema.putObject("properties");
        properties
                .putObject("apiVersion")
                .put("description", "Version of this format.")
                .put("const", "gateway.agw/v1alpha1");
        properties
                .putObject("kind")
                .put("description", "What the document is.")
                .put("const", "GatewayBundle");
        for (var kind : Kind.values()) {
            var section = properties.putObject(kind.section());
            section.put("description", shapes.of(kind).doc());
            section.put("type", "array");
            section.set("items", definitions.reference(shapes.of(kind)));
            section.putArray("default");
        }
        schema.put("additionalProperties", false);
        schema.set("definitions", definitions.json());
        return schema;
    }

    /// The schema of one object, as an Admin API body or a list's element.
    public ObjectNode object(Kind kind) {
        var definitions = new Definitions();
        var schema = root("Agent Gateway " + kind.word());
        schema.set("allOf", array(definitions.reference(shapes.of(kind))));
        schema.set("definitions", definitions.json());
        return schema;
    }

    /// A schema as text, indented by two, with a final line break.
    public static String text(ObjectNode schema) {
        return PrettyJson.of(schema);
    }

    private static ObjectNode root(String title) {
        return JsonNodeFactory.instance.objectNode().put("$schema", DRAFT).put("title", title);
    }

    private static JsonNode array(JsonNode only) {
        return JsonNodeFactory.instance.arrayNode().add(only);
    }
}
