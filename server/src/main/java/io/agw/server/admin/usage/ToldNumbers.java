package io.agw.server.admin.usage;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an upstream told of a turn, read by the names that vendors use and not by the code that
/// charges for it: a mistake there is to show here.
///
/// @param input tokens of the prompt, those of caches included
/// @param output tokens of the answer, thoughts included
/// @param dollars what the upstream says that it charges; few say so
record ToldNumbers(@Nullable Long input, @Nullable Long output, @Nullable BigDecimal dollars) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// Null when nothing was told, or not as JSON.
    static @Nullable ToldNumbers of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            var told = JSON.readTree(text);
            return told.isObject() ? of(told) : null;
        } catch (JacksonException _) {
            return null;
        }
    }

    private static ToldNumbers of(JsonNode told) {
        return new ToldNumbers(input(told), output(told), dollars(told));
    }

    private static @Nullable Long input(JsonNode told) {
        if (told.has("prompt_tokens")) {
            return number(told, "prompt_tokens");
        }
        if (told.has("promptTokenCount")) {
            return sum(told, "promptTokenCount", "toolUsePromptTokenCount");
        }
        if (told.has("inputTokens")) {
            return sum(told, "inputTokens", "cacheReadInputTokens", "cacheWriteInputTokens");
        }
        if (told.has("prompt_eval_count")) {
            return number(told, "prompt_eval_count");
        }
        // Anthropic's caches are beside its input, those of OpenAI are within
        return sum(told, "input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens");
    }

    private static @Nullable Long output(JsonNode told) {
        if (told.has("completion_tokens")) {
            return number(told, "completion_tokens");
        }
        if (told.has("candidatesTokenCount") || told.has("promptTokenCount")) {
            return number(told, "candidatesTokenCount", "thoughtsTokenCount"); // both may be absent
        }
        if (told.has("outputTokens")) {
            return number(told, "outputTokens");
        }
        if (told.has("eval_count")) {
            return number(told, "eval_count");
        }
        return told.has("output_tokens") ? (Long) number(told, "output_tokens") : null;
    }

    /// The first and what there is of the others; null without the first.
    private static @Nullable Long sum(JsonNode told, String first, String... more) {
        return told.path(first).isIntegralNumber()
                ? number(told, first) + number(told, more)
                : null;
    }

    private static long number(JsonNode told, String... names) {
        long sum = 0;
        for (var name : names) {
            sum += told.path(name).asLong(0);
        }
        return sum;
    }

    /// OpenRouter's `cost`, and Perplexity's `cost.total_cost`.
    private static @Nullable BigDecimal dollars(JsonNode told) {
        var cost = told.path("cost");
        var number = cost.isObject() ? cost.path("total_cost") : cost;
        return number.isNumber() ? number.decimalValue() : null;
    }
}
