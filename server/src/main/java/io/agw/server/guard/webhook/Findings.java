package io.agw.server.guard.webhook;

import io.agw.server.guard.finding.Span;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a service found in texts.
///
/// @param labels what it is; empty when it found nothing
/// @param spans where it stands in a text, in order and apart
public record Findings(SortedSet<String> labels, Map<String, List<Span>> spans) {
    /// It found nothing.
    public static final Findings NONE = new Findings(new TreeSet<>(), Map.of());

    public Findings {
        labels = new TreeSet<>(labels);
        spans = Map.copyOf(spans);
    }

    /// Whether it found nothing.
    public boolean isNone() {
        return labels.isEmpty();
    }
}
