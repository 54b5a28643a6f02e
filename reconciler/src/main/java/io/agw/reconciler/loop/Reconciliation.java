package io.agw.reconciler.loop;

import io.agw.bundle.plan.Plan;
import io.agw.bundle.problem.Problem;
import io.agw.reconciler.status.Control;
import io.agw.reconciler.status.Reason;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an attempt ended. The type decides what comes next: `Waiting` is tried again soon, `Stalled`
/// waits for another revision, `Blocked` for an operator, everything else for the next look.
sealed interface Reconciliation {
    /// The word that metrics count it under.
    String word();

    /// The gateway was changed to what the source declares.
    record Applied(Material material, Plan plan, long revisionId) implements Reconciliation {
        @Override
        public String word() {
            return "applied";
        }
    }

    /// The gateway agrees with the source.
    ///
    /// @param plan the plan that said so; null when nothing has happened since the last one
    record Unchanged(Material material, @Nullable Plan plan) implements Reconciliation {
        @Override
        public String word() {
            return "unchanged";
        }
    }

    /// Objects of the source were changed behind its back, and that stands for now.
    record Drifted(Material material, Plan plan) implements Reconciliation {
        @Override
        public String word() {
            return "drifted";
        }
    }

    /// There would be something to do, and the source's mode is to plan only.
    record Planned(Material material, Plan plan) implements Reconciliation {
        @Override
        public String word() {
            return "planned";
        }
    }

    /// The plan must not be carried out as it is.
    ///
    /// @param rejection set when an operator turned this plan down
    record Blocked(
            Material material, Reason reason, Plan plan, Control.@Nullable Decision rejection)
            implements Reconciliation {
        @Override
        public String word() {
            return "blocked";
        }
    }

    /// This state of the source cannot be applied, whenever it is tried.
    ///
    /// @param material null when its files could not be used at all
    record Stalled(
            @Nullable Material material, Reason reason, String message, List<Problem> problems)
            implements Reconciliation {
        public Stalled {
            problems = List.copyOf(problems);
        }

        @Override
        public String word() {
            return "stalled";
        }
    }

    /// It did not work this time.
    ///
    /// @param retryAfter how long the other side asked us to wait, or null
    record Waiting(
            Reason reason, String message, @Nullable Duration retryAfter, List<Problem> problems)
            implements Reconciliation {
        public Waiting {
            problems = List.copyOf(problems);
        }

        @Override
        public String word() {
            return "failed";
        }
    }

    /// The newest state was rolled back and stays out.
    record Held(String revision, Control.Hold hold) implements Reconciliation {
        @Override
        public String word() {
            return "held";
        }
    }

    /// The source was suspended before anything was written.
    record Interrupted() implements Reconciliation {
        @Override
        public String word() {
            return "suspended";
        }
    }
}
