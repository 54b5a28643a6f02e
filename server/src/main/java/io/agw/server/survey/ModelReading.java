package io.agw.server.survey;

import io.agw.bundle.model.Capabilities;
import io.agw.server.provider.ModelPages;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads lists of models in the shapes of the vendors: OpenAI's `data[].id` and what compatible
/// ones add to it, Anthropic's, Gemini's `models[].name`. Pure.
final class ModelReading {
    private static final String NAME_PREFIX = "models/";
    private static final int MOST = 10_000;
    private static final int LONGEST_NAME = 256;

    private ModelReading() {}

    static List<FoundModel> models(ModelPages pages) {
        var found = new ArrayList<FoundModel>();
        for (var entry : pages.entries().toList()) {
            var name = text(entry, "id", "name");
            if (name != null && name.length() <= LONGEST_NAME && found.size() < MOST) {
                found.add(
                        new FoundModel(
                                name.startsWith(NAME_PREFIX)
                                        ? name.substring(NAME_PREFIX.length())
                                        : name,
                                text(entry, "display_name", "displayName"),
                                text(entry, "description"),
                                capabilities(entry),
                                number(entry, "max_input_tokens", "inputTokenLimit")));
            }
        }
        return found;
    }

    private static Capabilities capabilities(JsonNode entry) {
        var can = entry.path("capabilities");
        var takes = entry.at("/architecture/input_modalities");
        var supported = entry.path("supported_parameters");
        var methods = entry.path("supportedGenerationMethods");
        return new Capabilities(
                methods.isArray() ? holds(methods, "generateContent") : null,
                either(flag(can, "function_calling"), listed(supported, "tools")),
                either(flag(can, "vision"), listed(takes, "image")),
                listed(supported, "structured_outputs"),
                methods.isArray() ? holds(methods, "embedContent") : null,
                number(
                        entry,
                        "context_length",
                        "max_context_length",
                        "context_window",
                        "max_model_len"),
                either(
                        number(entry, "max_completion_tokens", "outputTokenLimit", "max_tokens"),
                        number(entry.path("top_provider"), "max_completion_tokens")));
    }

    private static @Nullable Boolean listed(JsonNode list, String word) {
        return list.isArray() ? holds(list, word) : null;
    }

    private static boolean holds(JsonNode list, String word) {
        return list.valueStream().anyMatch(each -> word.equals(each.asString("")));
    }

    private static @Nullable Boolean flag(JsonNode of, String name) {
        return of.path(name).isBoolean() ? of.path(name).booleanValue() : null;
    }

    private static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
        return first == null ? second : first;
    }

    private static @Nullable Long number(JsonNode of, String... names) {
        for (var name : names) {
            var value = of.path(name);
            if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() > 0) {
                return value.longValue();
            }
        }
        return null;
    }

    private static @Nullable String text(JsonNode of, String... names) {
        for (var name : names) {
            var text = of.path(name).asString("");
            if (!text.isBlank()) {
                return text;
            }
        }
        return null;
    }
}
