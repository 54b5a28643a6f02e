package io.agw.bundle.expression;

import com.google.re2j.Pattern;
import io.agw.bundle.model.Intent;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a text is about, told by words and regular expressions, each in one pass over the text
/// whatever it contains. Immutable.
public final class Intents {
    private static final List<Intent> BUILT_IN =
            List.of(
                    builtIn(
                            "code_generation",
                            List.of(
                                    "code",
                                    "function",
                                    "refactor",
                                    "unit test",
                                    "unit tests",
                                    "stack trace",
                                    "compile",
                                    "debug",
                                    "regex",
                                    "sql query",
                                    "write a script"),
                            List.of(
                                    "```",
                                    "\\b(implement|write|fix)\\b.{0,40}\\b(class|method|program|bug)\\b")),
                    builtIn(
                            "summarization",
                            List.of("summarize", "summarise", "summary", "tl;dr", "key points"),
                            List.of()),
                    builtIn(
                            "translation",
                            List.of("translate", "translation"),
                            List.of(
                                    "\\b(in|into|to) (english|german|french|spanish|italian|chinese|japanese|korean)\\b")),
                    builtIn(
                            "extraction",
                            List.of("extract", "parse", "as json", "to json", "into a table"),
                            List.of()),
                    builtIn(
                            "math",
                            List.of(
                                    "calculate",
                                    "equation",
                                    "integral",
                                    "derivative",
                                    "prove",
                                    "theorem"),
                            List.of("\\d\\s*[-+*/^=]\\s*\\d")),
                    builtIn(
                            "creative_writing",
                            List.of("poem", "story", "lyrics", "haiku", "screenplay", "novel"),
                            List.of()));

    private final SortedMap<String, List<Pattern>> patterns = new TreeMap<>();

    private Intents(List<Intent> own) {
        BUILT_IN.forEach(intent -> patterns.put(intent.name(), compile(intent)));
        own.forEach(intent -> patterns.put(intent.name(), compile(intent)));
    }

    /// @param own take the place of built-in ones of their name
    /// @throws IllegalArgumentException when a pattern is none; {@link LinearPattern#problem} says
    ///   so before
    public static Intents of(List<Intent> own) {
        return new Intents(own);
    }

    /// Names that need no definition.
    public static SortedSet<String> builtIn() {
        var names = new TreeSet<String>();
        BUILT_IN.forEach(intent -> names.add(intent.name()));
        return Collections.unmodifiableSortedSet(names);
    }

    /// Whether a text has an intent; false for an unknown one.
    public boolean has(String intent, String text) {
        @Nullable List<Pattern> any = patterns.get(intent);
        return any != null && any.stream().anyMatch(each -> each.matcher(text).find());
    }

    private static List<Pattern> compile(Intent intent) {
        var all = new java.util.ArrayList<Pattern>();
        for (var keyword : intent.keywords()) {
            all.add(
                    LinearPattern.compile(
                            "(^|[^\\pL\\pN_])" + Pattern.quote(keyword) + "($|[^\\pL\\pN_])"));
        }
        for (var pattern : intent.patterns()) {
            all.add(LinearPattern.compile(pattern));
        }
        return List.copyOf(all);
    }

    private static Intent builtIn(String name, List<String> keywords, List<String> patterns) {
        return new Intent(name, keywords, patterns);
    }
}
