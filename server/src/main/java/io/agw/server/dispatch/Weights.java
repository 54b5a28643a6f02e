package io.agw.server.dispatch;

import java.util.random.RandomGenerator;

/// Draws by weight.
final class Weights {
    private Weights() {}

    /// A draw among those of at least a priority; the first one, or the preferred, when no weight
    /// is positive.
    static int draw(Pool pool, RandomGenerator random, int priority) {
        long total = 0;
        int first = -1;
        for (int i = 0; i < pool.size(); i++) {
            if (!isIn(pool, i, priority)) {
                continue;
            }
            total += Math.max(0, pool.target(i).weight());
            boolean better =
                    first >= 0 && pool.target(i).preferred() && !pool.target(first).preferred();
            first = first < 0 || better ? i : first;
        }
        if (total == 0) {
            return first;
        }
        long ticket = random.nextLong(total);
        for (int i = 0; i < pool.size(); i++) {
            if (isIn(pool, i, priority)) {
                ticket -= Math.max(0, pool.target(i).weight());
                if (ticket < 0) {
                    return i;
                }
            }
        }
        throw new IllegalStateException("a ticket below the total belongs to someone");
    }

    private static boolean isIn(Pool pool, int index, int priority) {
        return pool.isLeft(index) && pool.target(index).priority() >= priority;
    }
}
