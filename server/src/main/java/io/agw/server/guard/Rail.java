package io.agw.server.guard;

import io.agw.bundle.model.Guardrail;
import io.agw.bundle.model.Guardrail.Action;
import io.agw.bundle.model.Guardrail.OnError;
import io.agw.bundle.model.Guardrail.StreamMode;
import io.agw.server.dialect.TextPlace.Sort;
import io.agw.server.guard.flow.Flow;
import io.agw.server.turn.Refusal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A guardrail, ready to look.
///
/// @param object as the bundle has it
record Rail(Guardrail object, Sight sight) {
    private static final int REFUSED = 400;
    private static final int UNANSWERED = 503;

    /// Whether it looks at texts of a sort.
    boolean looksAt(Sort sort) {
        return sight.sees(sort) && isOfStage(sort);
    }

    private boolean isOfStage(Sort sort) {
        return switch (object.stage()) {
            case INPUT -> sort == Sort.PROMPT || sort == Sort.EARLIER;
            case TOOL_OUTPUT -> sort == Sort.TOOL_RESULT;
            case OUTPUT -> sort == Sort.ANSWER || sort == Sort.ASIDE;
            case TOOL_INPUT -> sort == Sort.TOOL_ARGUMENTS;
        };
    }

    /// Whether nothing of a stream may go out before all of it was looked at.
    boolean holds() {
        return object.streamMode() == StreamMode.HOLD;
    }

    /// Whether what it cannot look at is refused. One that only takes notes refuses nothing.
    boolean isClosed() {
        return object.action() != Action.FLAG && object.onError() == OnError.CLOSED;
    }

    /// What becomes of a text on its way past.
    Flow.Way way() {
        return switch (object.action()) {
            case BLOCK -> Flow.Way.WAIT;
            case FLAG -> Flow.Way.LOOK;
            case REDACT -> Flow.Way.REPLACE;
        };
    }

    String stage() {
        return object.stage().name().toLowerCase(Locale.ROOT);
    }

    /// Why a turn ends in which it found something.
    Refusal blocked(Set<String> labels) {
        var what = String.join(", ", labels);
        return new Refusal(
                        REFUSED,
                        "guardrail_blocked",
                        "guardrail \""
                                + object.id()
                                + "\" found "
                                + what
                                + " (expected: none in the "
                                + stage().replace('_', ' ')
                                + ")")
                .with(Map.of("guardrail", object.id(), "stage", stage()));
    }

    /// Why a turn ends for which nobody answered that should have.
    Refusal notAnswered(String code) {
        return new Refusal(
                        UNANSWERED,
                        "guardrail_not_answered",
                        "guardrail \""
                                + object.id()
                                + "\" was not answered: "
                                + code
                                + " (expected: a judgement, or a guardrail with on_error: open)")
                .with(Map.of("guardrail", object.id(), "stage", stage()));
    }

    /// Why a turn ends of which it cannot see all.
    Refusal cannotLook(String what) {
        return new Refusal(
                        REFUSED,
                        "guardrail_cannot_look",
                        "guardrail \""
                                + object.id()
                                + "\" cannot look at "
                                + what
                                + " (expected: texts, or a guardrail with on_error: open)")
                .with(Map.of("guardrail", object.id(), "stage", stage()));
    }
}
