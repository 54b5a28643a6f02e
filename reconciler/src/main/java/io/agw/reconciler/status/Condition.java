package io.agw.reconciler.status;

import java.time.Instant;

/// One statement about a source.
///
/// @param since when `state` last became what it is; a new reason alone does not move it
/// @param generation of the settings that the statement is about
public record Condition(
        About about, State state, String reason, String message, Instant since, long generation) {

    /// What a condition is about. All but `READY` say that something is not as it should be, and
    /// are present only while that is so.
    public enum About {
        READY("Ready"),
        RECONCILING("Reconciling"),
        STALLED("Stalled"),
        FETCH_FAILED("FetchFailed"),
        BLOCKED("Blocked"),
        DRIFTED("Drifted"),
        HISTORY_REWRITTEN("HistoryRewritten");

        private final String word;

        About(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// Whether it is so.
    public enum State {
        TRUE("True"),
        FALSE("False"),
        UNKNOWN("Unknown");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
