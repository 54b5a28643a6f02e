package io.agw.server.guard;

import io.agw.bundle.model.Guardrail.Action;
import io.agw.server.dialect.TextPlace.Sort;
import io.agw.server.guard.GuardRun.Outcome;
import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.finding.NoVerdict;
import io.agw.server.guard.finding.Verdict;
import io.agw.server.guard.format.Format;
import io.agw.server.guard.grounding.Sources;
import io.agw.server.guard.judge.Judge;
import io.agw.server.guard.webhook.Findings;
import io.agw.server.guard.webhook.ServiceCalls;
import io.agw.server.guard.webhook.Webhook;
import io.agw.server.turn.OwnCalls;
import io.agw.server.turn.TurnRefused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
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
    private @Nullable Askers askers;
    private boolean mayRepair;
    private boolean mayBeEmpty;
    private @Nullable Rail repairs;

    /// What those who are asked said last, so that the same is not asked and paid for again.
    private final Map<Rail, Map.Entry<List<String>, Verdict>> judged = new HashMap<>();

    private final Map<Rail, Map.Entry<SequencedMap<String, Boolean>, Findings>> asked =
            new HashMap<>();

    GuardRuns runs() {
        return runs;
    }

    /// For guardrails that ask somebody.
    ///
    /// @param by of the turn
    void askBy(Askers by) {
        askers = by;
    }

    /// Whether a model may be asked once more for an answer of another form.
    void mayRepair(boolean may) {
        mayRepair = may;
    }

    /// Whether an answer may be without a word: it calls a tool, or has not come to its end.
    void mayBeEmpty(boolean may) {
        mayBeEmpty = may;
    }

    boolean mayBeEmpty() {
        return mayBeEmpty;
    }

    /// What sees each text by itself.
    Guard guard(Rail rail) {
        return switch (rail.sight()) {
            case Sight.Same(var guard) -> guard;
            case Sight.Formed(var format) -> format;
            case Sight.Grounded(var grounding) -> {
                if (!sources.isComplete()) {
                    GuardedTurn.cannotLook(
                            rail,
                            runs,
                            "a request of more than " + Sources.MOST + " different words");
                }
                yield grounding.in(sources);
            }
            case Sight.Judged _, Sight.Asked _ ->
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

    /// Looks at the form of a whole answer.
    ///
    /// @param texts of it, none of them empty
    /// @throws AnswerUnfit when the model is to be asked once more
    /// @throws TurnRefused when it is not let pass
    void form(Rail rail, Format format, List<String> texts) {
        long start = System.nanoTime();
        try {
            var wrong = format.wrong(texts, mayBeEmpty);
            if (!wrong.isEmpty()) {
                ofOtherForm(rail, format, texts, wrong);
            } else if (rail.equals(repairs)) {
                runs.came(rail, Outcome.REPAIRED, wrong);
            }
        } finally {
            runs.took(rail, System.nanoTime() - start);
        }
    }

    /// An answer with a call of a tool is not asked for anew, as the call may have been made, nor
    /// one of several.
    private void ofOtherForm(
            Rail rail, Format format, List<String> texts, SortedSet<String> wrong) {
        boolean isPlain = !mayBeEmpty && texts.size() == 1 && !texts.getFirst().isBlank();
        if (mayRepair && isPlain && format.isRepaired()) {
            mayRepair = false;
            repairs = rail;
            runs.came(rail, Outcome.FLAGGED, wrong);
            throw new AnswerUnfit(rail.object().id(), texts.getFirst(), format.wish());
        }
        if (rail.equals(repairs)) {
            wrong.add("repair_failed");
        }
        found(rail, new Verdict.Found(wrong, List.of(), 1));
    }

    /// Has all texts judged at once, by a model.
    ///
    /// @throws TurnRefused when they are not let pass
    void judge(Rail rail, Judge judge, List<String> texts) {
        var before = judged.get(rail);
        var verdict =
                before != null && before.getKey().equals(texts)
                        ? before.getValue()
                        : answered(
                                rail,
                                texts.isEmpty(),
                                by -> judge.judge(rail.stage(), texts, by.routes()));
        if (verdict != null) {
            judged.put(rail, Map.entry(texts, verdict));
        }
        if (verdict instanceof Verdict.Found what) {
            found(rail, what);
        }
    }

    /// Has all texts judged at once, by a service.
    ///
    /// @param texts each with whether it is JSON
    /// @return what is to be replaced
    /// @throws TurnRefused when they are not let pass
    Findings ask(Rail rail, Webhook webhook, SequencedMap<String, Boolean> texts) {
        boolean redacts = rail.object().action() == Action.REDACT;
        var question = new Webhook.Question(rail.stage(), texts, redacts);
        var before = asked.get(rail);
        var findings =
                before != null && before.getKey().equals(texts)
                        ? before.getValue()
                        : answered(
                                rail, texts.isEmpty(), by -> webhook.ask(question, by.services()));
        if (findings == null) {
            return Findings.NONE;
        }
        asked.put(rail, Map.entry(texts, findings));
        if (findings.isNone()) {
            return Findings.NONE;
        }
        if (redacts) {
            return findings;
        }
        found(rail, new Verdict.Found(findings.labels(), List.of(), 1));
        return Findings.NONE;
    }

    /// What somebody says who is asked; null when that may be left open.
    ///
    /// @throws TurnRefused when it may not
    private <T> @Nullable T answered(Rail rail, boolean isEmpty, Asking<T> asking) {
        if (isEmpty) {
            return null;
        }
        var by = askers;
        if (by == null) {
            throw new IllegalStateException("nobody to ask (expected: a client's turn)");
        }
        long start = System.nanoTime();
        try {
            return asking.ask(by);
        } catch (NoVerdict e) {
            unanswered(rail, e);
            return null;
        } finally {
            runs.took(rail, System.nanoTime() - start);
        }
    }

    /// Takes note that somebody who was asked did not say what is to be done.
    ///
    /// @throws TurnRefused when that may not be left open
    void unanswered(Rail rail, NoVerdict why) {
        LOG.warn("guardrail {}: {}: {}", rail.object().id(), why.code(), why.getMessage());
        // else a client that leaves no time, or reads on behind its farewell, had it its own way
        boolean ends = rail.isClosed() || why.isOfTurn();
        runs.came(rail, ends ? Outcome.REFUSED : Outcome.UNREAD, new TreeSet<>(Set.of(why.code())));
        if (ends) {
            throw new TurnRefused(rail.notAnswered(why.code()));
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

    /// By whom guardrails of a turn ask.
    ///
    /// @param routes of the gateway itself
    /// @param services of the operator's
    record Askers(OwnCalls routes, ServiceCalls services) {}

    /// A question to somebody.
    @FunctionalInterface
    private interface Asking<T> {
        T ask(Askers by) throws NoVerdict;
    }
}
