package io.agw.server.plane.llm;

import io.agw.server.dialect.ScannedRequest;
import io.agw.server.dialect.estimate.PromptEstimate;
import io.agw.server.dialect.shape.PromptCount;
import io.agw.server.dialect.shape.ToolArguments;
import io.agw.server.dispatch.Fault;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import java.io.IOException;
import tools.jackson.core.JacksonException;

/// The tokens of a prompt where no upstream counts them: a guess, and marked as one in a header of
/// the answer and in the usage row.
final class EstimatedCount {
    private static final int OK = 200;

    private EstimatedCount() {}

    /// Whether a failed attempt says that the upstream has no counts, or cannot be told of this
    /// prompt.
    static boolean standsInFor(Fault fault) {
        return switch (fault) {
            case Fault.Unsaid _ -> true;
            case Fault.Answered answered ->
                    answered.status() == 404
                            || answered.status() == 405
                            || answered.status() == 501;
            case Fault.Broken _, Fault.Open _, Fault.Cooling _, Fault.Denied _ -> false;
        };
    }

    /// @throws IOException when the client is gone
    static void answer(LlmTurn turn, ScannedRequest request) throws IOException {
        var body = PromptCount.answer(request.api(), tokens(request));
        var headers = AnswerHeaders.estimated(PromptCount.member(request.api()));
        turn.log().guessed();
        turn.log().firstByte();
        turn.sink().send(OK, headers, ToolArguments.EXACT.writeValueAsBytes(body));
        turn.log().answered(OK);
    }

    private static long tokens(ScannedRequest request) {
        try {
            return PromptEstimate.tokens(ToolArguments.read(request.bytes()));
        } catch (JacksonException _) {
            // the scanner has passed it: only a limit of the parser can be the reason
            throw new TurnRefused(
                    new Refusal(400, "invalid_json", "request body: cannot be counted"));
        }
    }
}
