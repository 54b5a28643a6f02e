package io.agw.server.guard;

import io.agw.server.dialect.TextPlace.Sort;
import io.agw.server.guard.GuardRun.Outcome;
import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.finding.Verdict;
import io.agw.server.guard.grounding.Sources;
import io.agw.server.guard.judge.Judge;
import io.agw.server.guard.judge.NoJudgement;
import io.agw.server.turn.OwnCalls;
import io.agw.server.turn.TurnRefused;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What guardrails of one turn know of it while they look: what has come of it, and what was asked.
/// Belongs to the turn's thread.
final class Looking {
    private static final Logger LOG = LoggerFactory.getLogger(Looking.class);

    private final GuardRuns runs = new GuardRuns();
    private final Sources sources = new Sources();
    private @Nullable OwnCalls calls;

    GuardRuns runs() {
        return runs;
    }

    /// For guardrails that ask somebody.
    ///
    /// @param of the turn
    void callBy(OwnCalls of) {
        calls = of;
    }

    /// What sees each text by itself.
    Guard guard(Rail rail) {
        return switch (rail.sight()) {
            case Sight.Same(var guard) -> guard;
            case Sight.OfAnswer(var guard) -> guard;
            case Sight.Grounded(var grounding) -> {
                if (!sources.isComplete()) {
                    GuardedTurn.cannotLook(
                            rail,
                            runs,
                            "a request of more than " + Sources.MOST + " different words");
                }
                yield grounding.in(sources);
            }
            case Sight.Judged _ ->
                    throw new IllegalStateException(
                            rail.object().id() + " sees one text (expected: all of them)");
        };
    }

    /// What was found becomes what the guardrail does with it.
    ///
    /// @throws TurnRefused when it is not let pass
    void found(Rail rail, Verdict.Found what) {
        switch (rail.object().action()) {
            case BLOCK -> {
                runs.came(rail, Outcome.BLOCKED, what.labels());
                throw new TurnRefused(rail.blocked(what.labels()));
            }
            case REDACT -> runs.came(rail, Outcome.REDACTED, what.labels());
            case FLAG -> runs.came(rail, Outcome.FLAGGED, what.labels());
        }
    }

    /// Has all texts judged at once.
    ///
    /// @throws TurnRefused when they are not let pass
    void judge(Rail rail, Judge judge, List<String> texts) {
        if (texts.isEmpty()) {
            return;
        }
        var by = calls;
        if (by == null) {
            throw new IllegalStateException("a judge that cannot ask (expected: a client's turn)");
        }
        long start = System.nanoTime();
        try {
            switch (judge.judge(rail.stage(), texts, by)) {
                case Verdict.Clean _ -> {}
                case Verdict.Found what -> found(rail, what);
            }
        } catch (NoJudgement e) {
            LOG.warn("guardrail {}: {}: {}", rail.object().id(), e.code(), e.getMessage());
            runs.came(
                    rail,
                    rail.isClosed() ? Outcome.REFUSED : Outcome.UNREAD,
                    new TreeSet<>(Set.of(e.code())));
            if (rail.isClosed()) {
                throw new TurnRefused(rail.notAnswered(e.code()));
            }
        } finally {
            runs.took(rail, System.nanoTime() - start);
        }
    }

    /// Keeps the texts that an answer may speak of.
    void asked(List<Unit> units) {
        for (var unit : units) {
            if (unit.sort() != Sort.EARLIER) {
                sources.add(unit.text());
            }
        }
    }
}
