package io.agw.server.guard.flow;

import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.finding.Span;
import io.agw.server.guard.finding.Spotter;
import io.agw.server.guard.finding.Verdict;
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
        return new ReadText(isJson ? WrittenJson.of(text).read(written) : written);
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
