package io.agw.server.guard;

import io.agw.server.dialect.TextPlace.Sort;
import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.flow.Item;
import io.agw.server.guard.grounding.Sources;
import java.util.List;
import java.util.stream.Collectors;

/// What guardrails of one turn know of it while they look: what has come of it, and what was asked.
/// Belongs to the turn's thread.
final class Looking {
    private final GuardRuns runs = new GuardRuns();
    private final Sources sources = new Sources();

    GuardRuns runs() {
        return runs;
    }

    Guard guard(Rail rail) {
        return switch (rail.sight()) {
            case Sight.Same(var guard) -> guard;
            case Sight.Grounded(var grounding) -> {
                if (!sources.isComplete()) {
                    GuardedTurn.cannotLook(
                            rail,
                            runs,
                            "a request of more than " + Sources.MOST + " different words");
                }
                yield grounding.in(sources);
            }
        };
    }

    /// Keeps the texts that an answer may speak of.
    void asked(List<Unit> units) {
        for (var unit : units) {
            if (unit.sort() != Sort.EARLIER) {
                sources.add(unit.items().stream().map(Item::text).collect(Collectors.joining()));
            }
        }
    }
}
