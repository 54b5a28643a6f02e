package io.agw.server.plane.llm;

import io.agw.server.dispatch.Ask;
import io.agw.server.dispatch.Candidates;
import io.agw.server.dispatch.Outcome;
import java.util.Map;

/// One asking of upstreams, of which a turn has another when an answer is asked for anew.
///
/// @param candidates that may be asked
record Round(LlmTurn turn, Ask ask, Candidates candidates, TurnWatch watch) {
    /// Notes who was asked.
    ///
    /// @return what the client is told of it, as headers
    Map<String, String> note(Outcome<?> outcome) {
        return turn.note(ask, outcome, candidates);
    }
}
