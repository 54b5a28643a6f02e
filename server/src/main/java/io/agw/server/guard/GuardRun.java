package io.agw.server.guard;

import java.util.List;
import java.util.Locale;

/// That a guardrail looked at texts of a turn.
///
/// @param id of the guardrail
/// @param stage in the words of bundles: `input`
/// @param nanos that it took
/// @param labels what it found, as the guard calls it; never a part of a text
public record GuardRun(String id, String stage, long nanos, Outcome outcome, List<String> labels) {
    public GuardRun {
        labels = List.copyOf(labels);
    }

    /// What came of it, the least of what can first.
    public enum Outcome {
        /// It found nothing.
        CLEAN,
        /// It found something, which went on as it was.
        FLAGGED,
        /// It could not look at something, which went on.
        UNREAD,
        /// It found something, which was replaced.
        REDACTED,
        /// It found something, and the model, asked once more, answered well.
        REPAIRED,
        /// It could not look at something, and the turn ended.
        REFUSED,
        /// It found something, and the turn ended.
        BLOCKED;

        /// In lower case.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// On one line: `pii-in input redacted email,phone 41us`.
    @Override
    public String toString() {
        var found = labels.isEmpty() ? "" : " " + String.join(",", labels);
        return id + " " + stage + " " + outcome.word() + found + " " + nanos / 1_000 + "us";
    }
}
