package io.agw.bundle.plan;

import io.agw.bundle.shape.KeptMembers;
import io.agw.bundle.shape.Shapes;

/// Applied state + desired objects → plan. A pure function: the same request gives the same plan,
/// whoever asks. Thread-safe.
public final class Planner {
    private final KeptMembers kept;

    public Planner() {
        this(Shapes.KINDS);
    }

    public Planner(Shapes shapes) {
        this.kept = new KeptMembers(shapes);
    }

    /// Plans; throws nothing. What stands against applying is in the plan's guards and problems.
    public Plan plan(PlanRequest request) {
        return new Planning(request, kept).plan();
    }
}
