package io.agw.server.guard.finding;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a guard says of a text.
public sealed interface Verdict {
    /// Nothing was found.
    record Clean() implements Verdict {}

    /// Something was found.
    ///
    /// @param labels what it is; never a part of the text
    /// @param spans where it stands, in order and apart; empty when all of the text makes it
    /// @param score how sure the guard is, from 0 to 1
    record Found(SortedSet<String> labels, List<Span> spans, double score) implements Verdict {
        public Found {
            labels = new TreeSet<>(labels);
            spans = List.copyOf(spans);
        }

        /// Of things that stand somewhere.
        public static Found of(List<Span> spans) {
            var labels = new TreeSet<String>();
            spans.forEach(span -> labels.add(span.label()));
            return new Found(labels, spans, 1);
        }
    }

    /// Nothing was found.
    Verdict CLEAN = new Clean();
}
