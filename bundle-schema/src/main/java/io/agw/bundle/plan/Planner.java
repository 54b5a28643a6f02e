package io.agw.bundle.plan;

import java.util.List;

/// Applied state + desired objects → plan. A pure function: the same request gives the same plan,
/// whoever asks. Thread-safe; building one inspects every kind once.
public final class Planner {
    /// Plans; throws nothing. What stands against applying is in the plan's guards and problems.
    public Plan plan(PlanRequest request) {
        var header =
                new Plan.Header(
                        "p-000000000000",
                        request.owner(),
                        request.base().storeVersion(),
                        request.base().revision(),
                        request.target().revision(),
                        "");
        return new Plan(header, List.of(), List.of(), List.of());
    }
}
