package io.agw.server.admission.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What must be true of one budget, whatever its turns do, told by the turns themselves: before and
/// after each call, as nobody sees the moment at which it counts. Thread-safe.
///
/// What was spent and is held is known from below: a call that has room counts once it has
/// returned, one that gives back before it is made. That must never pass the limit. For refusals it
/// is known from above, the other way round, as a log: at some moment of each refused call there
/// must have been too little room.
final class LoadModel {
    private final long limit;
    private final long before;
    private final List<Refusal> refusals = new ArrayList<>();
    private long[] log = new long[1_024];
    private int length;
    private long spent;
    private long held;
    private long exceeded;

    /// @param before what was spent before
    /// @param exceeded by how much of it turns cost more than was held for them
    LoadModel(long limit, long before, long exceeded) {
        this.limit = limit;
        this.before = before;
        this.spent = before;
        this.exceeded = exceeded;
    }

    /// A turn begins to ask for room.
    ///
    /// @return a mark in the log
    synchronized int asks() {
        return note(0);
    }

    /// It has it.
    synchronized void has(int mark, long more) {
        log[mark] = more;
        held += more;
        assertThat(spent + held).as("spent and held").isLessThanOrEqualTo(limit + exceeded);
    }

    /// It has not.
    synchronized void refused(int mark, long more) {
        refusals.add(new Refusal(mark, note(0), more));
    }

    /// A turn is about to end.
    synchronized void ends(long hold, long cost) {
        held -= hold;
        spent += cost;
        assertThat(held).as("held").isNotNegative();
        if (cost > hold) {
            exceeded += cost - hold;
            note(cost - hold);
        }
    }

    /// It has ended.
    synchronized void ended(long hold, long cost) {
        if (cost < hold) {
            note(cost - hold);
        }
    }

    synchronized long exceeded() {
        return exceeded;
    }

    synchronized long spent() {
        return spent;
    }

    synchronized long held() {
        return held;
    }

    private int note(long change) {
        if (length == log.length) {
            log = Arrays.copyOf(log, 2 * length);
        }
        log[length] = change;
        return length++;
    }

    /// Fails if there was room for a turn that was refused.
    ///
    /// @return how many were
    synchronized int verifyRefusals() {
        var sums = new long[length];
        long sum = before;
        for (int i = 0; i < length; i++) {
            sum += log[i];
            sums[i] = sum;
        }
        for (var refusal : refusals) {
            long most = Arrays.stream(sums, refusal.from(), refusal.to() + 1).max().orElseThrow();
            // where all is spent even what needs no more room is refused
            assertThat(most + Math.max(1, refusal.more()))
                    .as("spent and held at the most during %s", refusal)
                    .isGreaterThan(limit);
        }
        return refusals.size();
    }

    /// A call that was refused, from one mark to another.
    private record Refusal(int from, int to, long more) {}
}
