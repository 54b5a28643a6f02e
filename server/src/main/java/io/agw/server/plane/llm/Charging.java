package io.agw.server.plane.llm;

import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.conversation.ToldUsage;
import io.agw.server.dialect.estimate.AnswerEstimate;
import io.agw.server.dispatch.Ask;
import io.agw.server.dispatch.Fault;
import io.agw.server.dispatch.Outcome;
import org.jspecify.annotations.Nullable;

/// What turns are charged for what they were answered.
final class Charging {
    private Charging() {}

    static void account(LlmTurn turn, Ask ask, OpenedAnswer answer) {
        var guess = answer.guess();
        var usage = answer.usage();
        boolean counted = usage != null && usage.tokens() != null;
        long output =
                guess != null
                        ? guess.tokens().output()
                        : counted ? 0 : AnswerEstimate.tokens(answer.body());
        account(turn, ask, usage, output);
    }

    /// What the turn is charged: as the upstream counted, else as can be guessed.
    static void account(LlmTurn turn, Ask ask, @Nullable ToldUsage usage, long guessedOutput) {
        if (ask.api().counts()) {
            return; // costs none
        }
        if (usage != null) {
            turn.log().told(usage);
            if (usage.tokens() != null) {
                return;
            }
        }
        if (ask.wording().isBackground()) {
            turn.log().leftOpen();
        }
        turn.log()
                .estimate(
                        TokenUsage.of(
                                ask.wording().estimatedTokens(),
                                ask.api().embeds()
                                        ? 0
                                        : ask.wording().atMostAllowed(guessedOutput)));
    }

    /// A prompt that was sent is charged for, although nobody waited for the answer to it.
    static void accountUnanswered(LlmTurn turn, Ask ask, Outcome.Failed<?> failed) {
        boolean givenUp =
                failed.fault() instanceof Fault.Broken(var failure)
                        && !failure.nothingSent()
                        && (failure instanceof UpstreamFailure.Cancelled
                                || failure instanceof UpstreamFailure.TimedOut);
        if (givenUp && failed.attempts() > 0) {
            account(turn, ask, null, 0);
            if (!(ask.api().canStream() && ask.wording().streams())) {
                turn.log().leftOpen(); // streams end with their connection
            }
        }
    }
}
