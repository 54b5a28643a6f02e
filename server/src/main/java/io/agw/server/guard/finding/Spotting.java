package io.agw.server.guard.finding;

import java.util.ArrayList;
import java.util.List;

/// Goes through a text from place to place, asking spotters what begins there: the first of them
/// that knows something decides, and what it found is left behind. Immutable and thread-safe.
public final class Spotting {
    private static final int ASCII = 128;

    private final List<Spotter> spotters;

    /// For each character of ASCII, a bit for each spotter that can begin with it.
    private final long[] beginnings = new long[ASCII];

    private final long others;

    /// @param spotters the first ones come first; at most 64
    public Spotting(List<Spotter> spotters) {
        if (spotters.size() > Long.SIZE) {
            throw new IllegalArgumentException(spotters.size() + " (expected: at most 64)");
        }
        this.spotters = List.copyOf(spotters);
        long beyond = 0;
        for (int i = 0; i < this.spotters.size(); i++) {
            for (char c = 0; c < ASCII; c++) {
                beginnings[c] |= this.spotters.get(i).canBegin(c) ? 1L << i : 0;
            }
            // letters of other scripts are alike to spotters
            beyond |= this.spotters.get(i).canBegin('é') ? 1L << i : 0;
        }
        others = beyond;
    }

    /// What is found in a whole text, in order.
    public List<Span> spans(CharSequence text) {
        var spans = new ArrayList<Span>();
        int at = 0;
        while (true) {
            var next = next(text, at, true);
            if (next.span() == null) {
                return spans;
            }
            spans.add(next.span());
            at = next.span().to();
        }
    }

    /// The first thing that is found.
    ///
    /// @param whole whether nothing follows the text
    public Next next(CharSequence text, int from, boolean whole) {
        int length = text.length();
        var before = from > 0 ? Borders.Kind.of(text.charAt(from - 1)) : Borders.Kind.NONE;
        for (int at = from; at < length; at++) {
            char c = text.charAt(at);
            var kind = Borders.Kind.of(c);
            if (Borders.isBetween(before, kind)) {
                long asked = c < ASCII ? beginnings[c] : others;
                for (; asked != 0; asked &= asked - 1) {
                    var spotter = spotters.get(Long.numberOfTrailingZeros(asked));
                    int end = spotter.end(text, at, whole);
                    if (end == Spotter.MORE) {
                        return new Next(at, null);
                    }
                    if (end > at) {
                        return new Next(end, new Span(spotter.label(), at, end));
                    }
                }
            }
            before = kind;
        }
        return new Next(length, null);
    }

    /// How far a text has been looked through.
    ///
    /// @param to everything before it is decided
    /// @param span what was found, which ends there; null when nothing was
    public record Next(int to, @org.jspecify.annotations.Nullable Span span) {}
}
