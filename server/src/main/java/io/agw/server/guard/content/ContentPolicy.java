package io.agw.server.guard.content;

import com.google.re2j.Pattern;
import io.agw.bundle.expression.LinearPattern;
import io.agw.bundle.guardrail.ContentConfig;
import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.finding.Span;
import io.agw.server.guard.finding.Spotter;
import io.agw.server.guard.finding.Spotting;
import io.agw.server.guard.finding.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Finds words and patterns of a list. Immutable.
public final class ContentPolicy implements Guard {
    private final List<Spotter> words;
    private final Spotting spotting;
    private final List<Pattern> patterns;

    public ContentPolicy(ContentConfig config) {
        words = config.words().isEmpty() ? List.of() : List.of(new ListedWords(config.words()));
        spotting = new Spotting(words);
        patterns = config.patterns().stream().map(LinearPattern::compile).toList();
    }

    @Override
    public Verdict inspect(CharSequence text) {
        var spans = new ArrayList<>(spotting.spans(text));
        for (int i = 0; i < patterns.size(); i++) {
            var matcher = patterns.get(i).matcher(text);
            while (matcher.find()) {
                if (matcher.start() < matcher.end()) {
                    spans.add(new Span("pattern", matcher.start(), matcher.end()));
                }
            }
        }
        if (spans.isEmpty()) {
            return Verdict.CLEAN;
        }
        return Verdict.Found.of(patterns.isEmpty() ? spans : apart(spans));
    }

    /// Those that overlap become one.
    private static List<Span> apart(List<Span> spans) {
        spans.sort(Comparator.comparingInt(Span::from).thenComparing(Span::label));
        var apart = new ArrayList<Span>();
        for (var span : spans) {
            var last = apart.isEmpty() ? null : apart.getLast();
            if (last != null && span.from() < last.to()) {
                int to = Math.max(last.to(), span.to());
                apart.set(apart.size() - 1, new Span(last.label(), last.from(), to));
            } else {
                apart.add(span);
            }
        }
        return apart;
    }

    /// Patterns are found in whole texts only.
    @Override
    public List<Spotter> spotters() {
        return patterns.isEmpty() ? words : List.of();
    }
}
