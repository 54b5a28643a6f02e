package io.agw.server.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which guardrails looked at a turn, and what came of it. Belongs to the turn's thread.
public final class GuardRuns {
    private final Map<Rail, Run> runs = new HashMap<>();
    private final List<Rail> order = new ArrayList<>();

    /// In the order in which they first looked.
    public List<GuardRun> all() {
        return order.stream()
                .map(rail -> {
                    var run = runs.getOrDefault(rail, new Run());
                    return new GuardRun(
                            rail.object().id(),
                            rail.stage(),
                            run.nanos,
                            run.outcome,
                            List.copyOf(run.labels));
                })
                .toList();
    }

    void took(Rail rail, long nanos) {
        run(rail).nanos += nanos;
    }

    void came(Rail rail, GuardRun.Outcome outcome, SortedSet<String> labels) {
        var run = run(rail);
        run.outcome = run.outcome.compareTo(outcome) < 0 ? outcome : run.outcome;
        run.labels.addAll(labels);
    }

    /// Whether this came of it, and nothing worse.
    boolean has(Rail rail, GuardRun.Outcome outcome) {
        var run = runs.get(rail);
        return run != null && run.outcome == outcome;
    }

    private Run run(Rail rail) {
        return runs.computeIfAbsent(
                rail,
                it -> {
                    order.add(it);
                    return new Run();
                });
    }

    private static final class Run {
        private long nanos;
        private GuardRun.Outcome outcome = GuardRun.Outcome.CLEAN;
        private final SortedSet<String> labels = new TreeSet<>();
    }
}
