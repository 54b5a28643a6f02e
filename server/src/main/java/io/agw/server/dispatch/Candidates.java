package io.agw.server.dispatch;

import io.agw.bundle.model.SelectorStrategy;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The targets that can serve one turn, drawn one after the other. Not thread-safe.
public final class Candidates {
    private final List<Target> targets;
    private final SelectorStrategy strategy;
    private final @Nullable String model;
    private final int moves;
    private final boolean[] drawn;

    /// @param targets eligible ones, in document order, preferred ones first among equals
    /// @param model the client's name without the route's own prefix; null when it named none
    /// @param moves most moves to another target
    Candidates(List<Target> targets, SelectorStrategy strategy, @Nullable String model, int moves) {
        this.targets = targets;
        this.strategy = strategy;
        this.model = model;
        this.moves = moves;
        this.drawn = new boolean[targets.size()];
    }

    @Nullable String model() {
        return model;
    }

    int moves() {
        return moves;
    }

    /// The next target; null when all were drawn.
    @Nullable Target draw(RandomGenerator random) {
        int index =
                switch (strategy) {
                    case PRIORITY -> highest();
                    case WEIGHTED -> weighted(random, Integer.MIN_VALUE);
                    case AUTO -> {
                        int highest = highest();
                        yield highest < 0 ? -1 : weighted(random, targets.get(highest).priority());
                    }
                };
        if (index < 0) {
            return null;
        }
        drawn[index] = true;
        return targets.get(index);
    }

    private int highest() {
        int found = -1;
        for (int i = 0; i < drawn.length; i++) {
            if (!drawn[i] && (found < 0 || isBetter(targets.get(i), targets.get(found)))) {
                found = i;
            }
        }
        return found;
    }

    private static boolean isBetter(Target a, Target b) {
        return a.priority() > b.priority()
                || (a.priority() == b.priority() && a.preferred() && !b.preferred());
    }

    /// A draw by weight among those of at least a priority; the first one when no weight is
    /// positive.
    private int weighted(RandomGenerator random, int priority) {
        long total = 0;
        int first = -1;
        for (int i = 0; i < drawn.length; i++) {
            if (!isIn(i, priority)) {
                continue;
            }
            total += Math.max(0, targets.get(i).weight());
            boolean better =
                    first >= 0 && targets.get(i).preferred() && !targets.get(first).preferred();
            first = first < 0 || better ? i : first;
        }
        if (total == 0) {
            return first;
        }
        long ticket = random.nextLong(total);
        for (int i = 0; i < drawn.length; i++) {
            if (isIn(i, priority)) {
                ticket -= Math.max(0, targets.get(i).weight());
                if (ticket < 0) {
                    return i;
                }
            }
        }
        throw new IllegalStateException("a ticket below the total belongs to someone");
    }

    private boolean isIn(int index, int priority) {
        return !drawn[index] && targets.get(index).priority() >= priority;
    }
}
