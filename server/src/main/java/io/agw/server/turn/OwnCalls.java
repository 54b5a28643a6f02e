package io.agw.server.turn;

import java.time.Duration;

/// Asks routes of the gateway itself, for a turn that needs somebody's answer to go on: what a
/// judge says of it, what an embedding is. What that costs is charged to whom the turn is for, and
/// recorded as a turn of its own. Used by the turn's own thread.
public interface OwnCalls {
    /// Blocks until there is an answer, or the time is over.
    ///
    /// @return the answer, in the words of what was asked
    /// @throws OwnCallFailed when there is none, whyever
    byte[] ask(OwnCall call) throws OwnCallFailed;

    /// @param routeId of an enabled route of protocol `openai`
    /// @param body a whole request that asks for no stream
    /// @param within longest time that it may take
    /// @param purpose who wants to know: `guardrail:judge`
    record OwnCall(String routeId, Kind kind, byte[] body, Duration within, String purpose) {}

    /// What can be asked.
    enum Kind {
        CHAT,
        EMBEDDINGS
    }

    /// There is no answer.
    final class OwnCallFailed extends Exception {
        private final String code;
        private final boolean isOfTurn;

        /// @param code stable word: `upstream_timeout`
        /// @param isOfTurn whether the turn that asks could wait no longer, whatever was asked
        public OwnCallFailed(String code, String message, boolean isOfTurn) {
            super(message, null, false, false);
            this.code = code;
            this.isOfTurn = isOfTurn;
        }

        /// Whether the turn that asks could wait no longer: its time was over, its client left, or
        /// the gateway goes down.
        public boolean isOfTurn() {
            return isOfTurn;
        }

        /// Why, as a stable word.
        public String code() {
            return code;
        }
    }
}
