package io.agw.reconciler.apply;

import io.agw.bundle.plan.Plan;
import io.agw.store.EventDraft;
import java.util.List;
import java.util.Map;

/// What the asker has to say about a plan once it is made and before it is carried out. Called
/// under the applier's lock, so it must be quick and must not apply anything itself; called again
/// when the plan had to be made again.
public interface Gate {
    /// Lets every plan pass as it is.
    Gate OPEN =
            new Gate() {
                @Override
                public Plan review(Plan plan) {
                    return plan;
                }

                @Override
                public List<EventDraft> events(Plan plan) {
                    return List.of();
                }
            };

    /// The plan with guards added, or without those that an operator has approved.
    Plan review(Plan plan);

    /// What else is to be known about where the objects come from; kept with the audit entry and
    /// the event of the apply.
    default Map<String, String> provenance() {
        return Map.of();
    }

    /// Events to be stored in the transaction that carries the plan out.
    List<EventDraft> events(Plan plan);
}
