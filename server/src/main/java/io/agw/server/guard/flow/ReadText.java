package io.agw.server.guard.flow;

import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.finding.Span;
import io.agw.server.guard.finding.Spotter;
import io.agw.server.guard.finding.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Knows beforehand what is in one text, by the places where it is written; looks where that reads.
///
/// @param read in order and apart
record ReadText(List<Span> read) implements Guard {
    ReadText {
        read = List.copyOf(read);
    }

    /// @param written where it stands in the text as it is written, in order and apart
    static ReadText of(String text, boolean isJson, List<Span> written) {
        if (!isJson) {
            return new ReadText(written);
        }
        var ends = ends(text);
        var read = new ArrayList<Span>();
        int last = 0;
        for (var span : written) {
            // an escape is one character, of which no part can be left
            int from = Math.max(last, behind(ends, span.from()));
            int to = Math.min(ends.length, behind(ends, span.to() - 1) + 1);
            if (from < to) {
                read.add(new Span(span.label(), from, to));
                last = to;
            }
        }
        return new ReadText(read);
    }

    /// For each character that is read, where it ends in what is written.
    private static int[] ends(String text) {
        var reading = new JsonReading();
        var ends = new int[text.length()];
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            if (reading.take(text.charAt(i)) != JsonReading.UNFINISHED) {
                ends[size++] = i + 1;
            }
        }
        return Arrays.copyOf(ends, size);
    }

    /// The first character that is read and ends behind a place.
    private static int behind(int[] ends, int place) {
        int at = Arrays.binarySearch(ends, place + 1);
        return at >= 0 ? at : -at - 1;
    }

    @Override
    public Verdict inspect(CharSequence text) {
        return read.isEmpty() ? Verdict.CLEAN : Verdict.Found.of(read);
    }

    @Override
    public List<Spotter> spotters() {
        return List.of();
    }
}
