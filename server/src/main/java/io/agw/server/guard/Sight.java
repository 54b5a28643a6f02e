package io.agw.server.guard;

import io.agw.server.dialect.TextPlace.Sort;
import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.format.Format;
import io.agw.server.guard.grounding.Grounding;
import io.agw.server.guard.judge.Judge;
import io.agw.server.guard.webhook.Webhook;

/// With what a guardrail looks.
sealed interface Sight {
    /// The same for every turn.
    record Same(Guard guard) implements Sight {}

    /// Looks at the form of what a model answers, and not at what stands beside it.
    record Formed(Format format) implements Sight {}

    /// Compares what a model answers with what it was asked.
    record Grounded(Grounding grounding) implements Sight {}

    /// Asks a model, once for all texts.
    record Judged(Judge judge) implements Sight {}

    /// Asks a service, once for all texts.
    record Asked(Webhook webhook) implements Sight {}

    /// Whether it looks at texts of a sort when they are of its stage.
    default boolean sees(Sort sort) {
        return switch (this) {
            case Same _, Judged _, Asked _ -> true;
            case Grounded _, Formed _ -> sort != Sort.ASIDE;
        };
    }
}
