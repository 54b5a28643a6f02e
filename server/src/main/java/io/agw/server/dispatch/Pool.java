package io.agw.server.dispatch;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Targets of which some were drawn already. Not thread-safe.
final class Pool {
    private final List<Target> targets;
    private final boolean[] drawn;
    private int left;

    Pool(List<Target> targets) {
        this.targets = targets;
        this.drawn = new boolean[targets.size()];
        this.left = targets.size();
    }

    int size() {
        return drawn.length;
    }

    Target target(int index) {
        return targets.get(index);
    }

    boolean isLeft(int index) {
        return !drawn[index];
    }

    /// Where a target stands that is left; -1 when it is not.
    ///
    /// @param address see {@link Target#address}
    int indexOf(String address) {
        for (int i = 0; i < drawn.length; i++) {
            if (!drawn[i] && targets.get(i).address().equals(address)) {
                return i;
            }
        }
        return -1;
    }

    boolean isEmpty() {
        return left == 0;
    }

    boolean isAnyLeft(Predicate<Target> which) {
        for (int i = 0; i < drawn.length; i++) {
            if (!drawn[i] && which.test(targets.get(i))) {
                return true;
            }
        }
        return false;
    }

    Target take(int index) {
        drawn[index] = true;
        left--;
        return targets.get(index);
    }

    /// Any of those left, of which there is one.
    int any(RandomGenerator random) {
        return next(random.nextInt(drawn.length));
    }

    /// The first one left at or behind an index, round and round.
    int next(int from) {
        int index = Math.floorMod(from, drawn.length);
        while (drawn[index]) {
            index = (index + 1) % drawn.length;
        }
        return index;
    }

    /// The least of those left, the first among equals from an index on.
    int least(Comparator<Target> order, int from) {
        int found = next(from);
        for (int i = 0; i < drawn.length; i++) {
            int index = Math.floorMod(from + i, drawn.length);
            if (!drawn[index] && order.compare(targets.get(index), targets.get(found)) < 0) {
                found = index;
            }
        }
        return found;
    }
}
