package io.agw.cli.output;

import io.agw.bundle.text.PrettyJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// JSON and YAML text of trees, indented by two. Mappers are made at the first use, so that a
/// command that prints neither does not pay for them.
public final class Json {
    private Json() {}

    public static ObjectNode object() {
        return Lazy.JSON.createObjectNode();
    }

    public static JsonNode read(String text) {
        return Lazy.JSON.readTree(text);
    }

    public static byte[] bytes(JsonNode tree) {
        return Lazy.JSON.writeValueAsBytes(tree);
    }

    /// Indented, with a final line break.
    public static String pretty(JsonNode tree) {
        return PrettyJson.of(tree);
    }

    static String yaml(JsonNode tree) {
        return LazyYaml.YAML.writeValueAsString(tree);
    }

    private static final class Lazy {
        private static final JsonMapper JSON = new JsonMapper();
    }

    private static final class LazyYaml {
        private static final YAMLMapper YAML =
                YAMLMapper.builder()
                        .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                        .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                        .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                        .build();
    }
}
