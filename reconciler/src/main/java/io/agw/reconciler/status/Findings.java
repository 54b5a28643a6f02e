package io.agw.reconciler.status;

import io.agw.bundle.plan.Plan;
import io.agw.bundle.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the last attempt found.
///
/// @param problems errors and warnings with their places
/// @param pending the plan that waits for an operator, or null
/// @param skipped documents that belong to other tools
/// @param inventory what the source owns
public record Findings(
        List<Problem> problems,
        @Nullable Pending pending,
        List<String> skipped,
        Inventory inventory) {
    public static final Findings NONE =
            new Findings(List.of(), null, List.of(), new Inventory(0, "", List.of()));

    public Findings {
        problems = List.copyOf(problems);
        skipped = List.copyOf(skipped);
    }

    /// A plan that an operator may approve.
    public record Pending(String planId, List<Plan.Guard> guards) {
        public Pending {
            guards = List.copyOf(guards);
        }
    }

    /// @param count objects that the source owns
    /// @param digest over their keys and versions
    /// @param orphans objects that it owns and no longer declares, as `kind/id`
    public record Inventory(int count, String digest, List<String> orphans) {
        public Inventory {
            orphans = List.copyOf(orphans);
        }
    }
}
