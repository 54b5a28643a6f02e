package io.agw.server.guard.webhook;

import io.agw.server.guard.finding.NoVerdict;
import io.agw.server.guard.finding.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a service said, which is a verdict or is not: nothing is guessed, and nothing that is not
/// known is passed over, so that a word that was misspelt lets no text pass. Immutable.
final class Answer {
    /// What something is called that no label of the bundle's says.
    private static final String UNNAMED = "something";

    /// What says one thing twice is no verdict.
    private static final JsonMapper STRICT =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static final Set<String> MEMBERS = Set.of("verdict", "labels", "spans");
    private static final Set<String> OF_SPAN = Set.of("text", "from", "to", "label");

    private final List<String> texts;
    private final Collection<String> known;

    /// @param texts that it is about
    /// @param known labels of the bundle; others may be a part of a text
    Answer(List<String> texts, Collection<String> known) {
        this.texts = List.copyOf(texts);
        this.known = List.copyOf(known);
    }

    /// @throws NoVerdict when it is none
    Findings read(byte[] body) throws NoVerdict {
        var said = members(object(body), MEMBERS);
        var labels = new TreeSet<String>();
        for (var label : elements(said, "labels")) {
            labels.add(label(label));
        }
        var spans = spans(said);
        spans.forEach(found -> labels.add(found.label));
        return switch (said.path("verdict").asString("")) {
            case "pass" -> {
                if (!labels.isEmpty()) {
                    throw nonsense("neither labels nor spans beside pass");
                }
                yield Findings.NONE;
            }
            case "fail" -> {
                if (labels.isEmpty()) {
                    labels.add(UNNAMED);
                }
                yield new Findings(labels, placed(spans));
            }
            default -> throw nonsense("a verdict, pass or fail");
        };
    }

    private static JsonNode object(byte[] body) throws NoVerdict {
        try {
            return STRICT.readTree(body);
        } catch (JacksonException _) {
            // what it said may be of the texts, and so is told nobody
            throw nonsense("one JSON object");
        }
    }

    private static JsonNode members(JsonNode object, Set<String> known) throws NoVerdict {
        if (!object.isObject()) {
            throw nonsense("one JSON object");
        }
        if (!known.containsAll(object.propertyNames())) {
            throw nonsense("no members but " + known.stream().sorted().toList());
        }
        return object;
    }

    private static Iterable<JsonNode> elements(JsonNode said, String name) throws NoVerdict {
        var list = said.path(name);
        if (!list.isMissingNode() && !list.isArray()) {
            throw nonsense(name + " in a list");
        }
        return list;
    }

    private String label(JsonNode label) throws NoVerdict {
        if (!label.isString()) {
            throw nonsense("labels that are texts");
        }
        return known.contains(label.asString()) ? label.asString() : UNNAMED;
    }

    private List<Found> spans(JsonNode said) throws NoVerdict {
        var spans = new ArrayList<Found>();
        for (var each : elements(said, "spans")) {
            var span = members(each, OF_SPAN);
            int text = number(span.get("text"));
            int from = number(span.get("from"));
            int to = number(span.get("to"));
            if (text >= texts.size() || from >= to) {
                throw nonsense("spans of some characters of a text");
            }
            var label = span.get("label");
            spans.add(new Found(text, from, to, label == null ? UNNAMED : label(label)));
        }
        spans.sort(Comparator.comparingInt(Found::text).thenComparingInt(Found::from));
        return spans;
    }

    private static int number(@Nullable JsonNode number) throws NoVerdict {
        if (number == null || !number.isInt() || number.asInt() < 0) {
            throw nonsense("spans with text, from and to, counted from 0");
        }
        return number.asInt();
    }

    /// Goes through each text once, however many spans are in it.
    private Map<String, List<Span>> placed(List<Found> sorted) throws NoVerdict {
        var placed = new HashMap<String, List<Span>>();
        int number = -1;
        int characters = 0; // Unicode characters before `at`
        int at = 0;
        for (var found : sorted) {
            if (found.text != number) {
                number = found.text;
                characters = 0;
                at = 0;
            }
            var text = texts.get(number);
            if (found.from < characters) {
                throw nonsense("spans that do not overlap");
            }
            try {
                int from = text.offsetByCodePoints(at, found.from - characters);
                at = text.offsetByCodePoints(from, found.to - found.from);
                placed.computeIfAbsent(text, _ -> new ArrayList<>())
                        .add(new Span(found.label, from, at));
            } catch (IndexOutOfBoundsException _) {
                throw nonsense("spans that end within their text");
            }
            characters = found.to;
        }
        return placed;
    }

    private static NoVerdict nonsense(String expected) {
        return new NoVerdict("not_a_verdict", "what a service said (expected: " + expected + ")");
    }

    /// As the service counts: in Unicode characters.
    private record Found(int text, int from, int to, String label) {}
}
