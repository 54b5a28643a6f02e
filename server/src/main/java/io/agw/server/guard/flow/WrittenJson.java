package io.agw.server.guard.flow;

import io.agw.server.guard.finding.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Which characters a text of JSON reads as, where each is written, and what each is of. Immutable.
final class WrittenJson {
    private final int[] ends;
    private final Part[] parts;

    /// @param ends for each character that is read, where it ends in what is written
    /// @param parts what each is of
    private WrittenJson(int[] ends, Part[] parts) {
        this.ends = ends;
        this.parts = parts;
    }

    static WrittenJson of(String text) {
        var reading = new JsonReading();
        var ends = new int[text.length()];
        var parts = new Part[text.length()];
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            int reads = reading.take(text.charAt(i));
            if (reads != JsonReading.UNFINISHED) {
                ends[size] = i + 1;
                parts[size++] = Part.of((char) reads, reading.isInString());
            }
        }
        return new WrittenJson(Arrays.copyOf(ends, size), Arrays.copyOf(parts, size));
    }

    /// The places that are read of places that are written: what lies in strings, and every number
    /// and word that is touched, as a part of one would be no JSON. What holds the document
    /// together is none.
    ///
    /// @param written in order and apart
    List<Span> read(List<Span> written) {
        var read = new ArrayList<Span>();
        int last = 0;
        for (var span : written) {
            // an escape is one character, of which no part can be left
            int from = Math.max(last, behind(span.from()));
            int to = Math.min(ends.length, behind(span.to() - 1) + 1);
            while (from < to) {
                int end = end(from);
                if (parts[from] == Part.STRING) {
                    end = Math.min(end, to);
                    read.add(new Span(span.label(), from, end));
                } else if (parts[from] == Part.LITERAL) {
                    read.add(new Span(span.label(), begin(from, last), end));
                }
                from = end;
                last = end;
            }
        }
        return read;
    }

    /// Where the run of one part ends that a character is of.
    private int end(int at) {
        int end = at + 1;
        while (end < parts.length && parts[end] == parts[at]) {
            end++;
        }
        return end;
    }

    private int begin(int at, int least) {
        int begin = at;
        while (begin > least && parts[begin - 1] == parts[at]) {
            begin--;
        }
        return begin;
    }

    /// The first character that is read and ends behind a place.
    private int behind(int place) {
        int at = Arrays.binarySearch(ends, place + 1);
        return at >= 0 ? at : -at - 1;
    }

    private enum Part {
        STRING,
        /// Numbers, `true`, `false` and `null`, and whatever stands in their place.
        LITERAL,
        STRUCTURE;

        static Part of(char c, boolean inString) {
            if (inString) {
                return STRING;
            }
            return JsonReading.isStructure(c) ? STRUCTURE : LITERAL;
        }
    }
}
