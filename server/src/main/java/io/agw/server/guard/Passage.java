package io.agw.server.guard;

import io.agw.server.dialect.TextPlace.Sort;
import io.agw.server.guard.flow.Flow;
import io.agw.server.guard.flow.Item;
import io.agw.server.turn.TurnRefused;
import java.util.ArrayList;
import java.util.List;

/// One text on its way past the guardrails that look at its sort, one behind the other: what one
/// has replaced the next one does not see. Not thread-safe.
final class Passage {
    private final List<Stop> stops;
    private final GuardRuns runs;

    /// @param isJson whether the text is JSON
    Passage(List<Rail> rails, Sort sort, boolean isJson, Looking looking) {
        this.runs = looking.runs();
        this.stops =
                rails.stream()
                        .filter(rail -> rail.looksAt(sort))
                        .map(rail -> new Stop(rail, isJson, looking))
                        .toList();
    }

    /// Characters that are kept on the way.
    int held() {
        return stops.stream().mapToInt(stop -> stop.flow.held()).sum();
    }

    /// @throws TurnRefused when what is found is not let pass
    List<Item> take(List<Item> items) {
        var passing = items;
        for (var stop : stops) {
            long start = System.nanoTime();
            try {
                passing = stop.flow.take(passing);
            } finally {
                runs.took(stop.rail, System.nanoTime() - start);
            }
        }
        return passing;
    }

    /// The rest, at the text's end.
    ///
    /// @throws TurnRefused when what is found is not let pass
    List<Item> end() {
        List<Item> passing = List.of();
        for (var stop : stops) {
            long start = System.nanoTime();
            try {
                var all = new ArrayList<>(stop.flow.take(passing));
                all.addAll(stop.flow.end());
                passing = all;
            } finally {
                runs.took(stop.rail, System.nanoTime() - start);
            }
        }
        return passing;
    }

    /// Has those who only take notes look at what has come, and take what comes for another text.
    ///
    /// @param what they cannot look at as one
    void noteSoFar(String what) {
        for (var stop : stops) {
            if (stop.rail.way() == Flow.Way.LOOK && stop.flow.held() > 0) {
                GuardedTurn.cannotLook(stop.rail, runs, what);
                stop.flow.end();
                stop.begin();
            }
        }
    }

    /// A guardrail and what it has of the text.
    private static final class Stop {
        private final Rail rail;
        private final boolean isJson;
        private final Looking looking;
        private Flow flow;

        Stop(Rail rail, boolean isJson, Looking looking) {
            this.rail = rail;
            this.isJson = isJson;
            this.looking = looking;
            this.flow = begun();
        }

        void begin() {
            flow = begun();
        }

        private Flow begun() {
            return Flow.of(
                    looking.guard(rail), rail.way(), isJson, what -> looking.found(rail, what));
        }
    }
}
