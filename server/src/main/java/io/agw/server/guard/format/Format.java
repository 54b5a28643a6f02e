package io.agw.server.guard.format;

import io.agw.bundle.guardrail.FormatConfig;
import io.agw.bundle.guardrail.schema.AnswerSchema;
import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.finding.Spotter;
import io.agw.server.guard.finding.Verdict;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Finds what an answer's form is not. Immutable.
public final class Format implements Guard {
    private static final String FENCE = "```";
    private static final String WISH =
            "Your last answer does not have the form that it must have."
                    + " Answer again, with the whole answer and nothing besides.";

    private final JsonMapper json =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();
    private final FormatConfig config;
    private final AnswerSchema schema;
    private final String wish;

    public Format(FormatConfig config) {
        this.config = config;
        var written = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(config.schema()).forEach(written::set);
        this.schema = AnswerSchema.read(written).schema();
        this.wish = wish(config, written);
    }

    private static String wish(FormatConfig config, ObjectNode schema) {
        var wish = new StringBuilder(WISH);
        if (config.isJson()) {
            wish.append(" It must be one JSON document, without a code fence.");
        }
        if (!schema.isEmpty()) {
            wish.append(" It must be valid against this JSON Schema: ").append(schema);
        }
        if (config.minChars() != null) {
            wish.append(" It must have at least ").append(config.minChars()).append(" characters.");
        }
        if (config.maxChars() != null) {
            wish.append(" It must have at most ").append(config.maxChars()).append(" characters.");
        }
        return wish.toString();
    }

    @Override
    public Verdict inspect(CharSequence text) {
        if (text.isEmpty()) {
            return Verdict.CLEAN; // that an answer has no word shows only at its end
        }
        var wrong = wrong(text);
        return wrong.isEmpty() ? Verdict.CLEAN : new Verdict.Found(wrong, List.of(), 1);
    }

    /// What the form of a whole answer is not.
    ///
    /// @param texts of it, none of them empty
    /// @param mayBeEmpty whether it may have none of them
    /// @return to be added to
    public SortedSet<String> wrong(List<String> texts, boolean mayBeEmpty) {
        if (texts.isEmpty()) {
            return mayBeEmpty ? new TreeSet<>() : wrong("");
        }
        var all = new TreeSet<String>();
        texts.forEach(text -> all.addAll(wrong(text)));
        return all;
    }

    private SortedSet<String> wrong(CharSequence text) {
        var wrong = new TreeSet<String>();
        lengths(Character.codePointCount(text, 0, text.length()), wrong);
        if (config.isJson()) {
            var document = read(text.toString().strip());
            if (document == null) {
                wrong.add("not_json");
            } else if (!schema.accepts(document)) {
                wrong.add("not_of_schema");
            }
        }
        return wrong;
    }

    /// Whether a model is asked once more for an answer of this form.
    public boolean isRepaired() {
        return config.repair();
    }

    /// What a model is told then: what the bundle says of the form, and nothing else.
    public String wish() {
        return wish;
    }

    private void lengths(int length, SortedSet<String> wrong) {
        var least = config.minChars();
        var most = config.maxChars();
        if (least != null && length < least) {
            wrong.add("too_short");
        }
        if (most != null && length > most) {
            wrong.add("too_long");
        }
    }

    private @Nullable JsonNode read(String text) {
        try {
            var read = json.readTree(config.fenced() ? unfenced(text) : text);
            return read.isMissingNode() ? null : read;
        } catch (JacksonException _) {
            return null;
        }
    }

    /// What stands between the first line and the last, where these make a fence.
    private static String unfenced(String text) {
        int first = text.indexOf('\n');
        boolean isFenced =
                text.startsWith(FENCE)
                        && first > 0
                        && text.endsWith(FENCE)
                        && text.length() - FENCE.length() > first;
        return isFenced ? text.substring(first, text.length() - FENCE.length()) : text;
    }

    @Override
    public List<Spotter> spotters() {
        return List.of();
    }
}
