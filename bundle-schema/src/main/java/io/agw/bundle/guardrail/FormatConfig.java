package io.agw.bundle.guardrail;

import io.agw.bundle.model.Default;
import io.agw.bundle.model.Doc;
import io.agw.bundle.model.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Settings of the type `format`.
public record FormatConfig(
        @Doc("Answers must be JSON.") @Default("false") boolean json,
        @Doc(
                        "JSON Schema that answers must keep to, and so be JSON; without references, and with patterns in RE2 syntax.")
                Map<String, JsonNode> schema,
        @Doc("Fewest characters of an answer.") @Limits(min = 1, max = 10_000_000)
                @Nullable Integer minChars,
        @Doc("Most characters of an answer.") @Limits(min = 1, max = 10_000_000)
                @Nullable Integer maxChars,
        @Doc("JSON may stand in a fence of three backticks.") @Default("false") boolean fenced,
        @Doc(
                        "The model is asked once more when its answer is of another form, and told what the form is.")
                @Default("false")
                boolean repair)
        implements GuardrailConfig {
    public FormatConfig {
        schema = Map.copyOf(schema);
    }

    /// Whether answers must be JSON.
    public boolean isJson() {
        return json || !schema.isEmpty();
    }
}
