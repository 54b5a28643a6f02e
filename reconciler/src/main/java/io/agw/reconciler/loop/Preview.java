package io.agw.reconciler.loop;

import io.agw.bundle.plan.Plan;
import io.agw.bundle.problem.Problem;
import io.agw.reconciler.status.Reason;
import java.util.List;

/// What a reconcile would do now.
public sealed interface Preview {
    /// This plan, as far as its guards let it.
    record Planned(Plan plan) implements Preview {}

    /// Nothing: the bundle is not usable.
    record Invalid(List<Problem> problems) implements Preview {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /// Nothing: the source's state cannot be had.
    record Unreadable(Reason reason, String message, List<Problem> problems) implements Preview {
        public Unreadable {
            problems = List.copyOf(problems);
        }
    }
}
