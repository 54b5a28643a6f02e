package io.agw.bundle.plan;

import io.agw.bundle.plan.Plan.Guard;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// What stands against applying a plan, seen from the plan alone.
final class Guards {
    private Guards() {}

    /// @param pruned deletes that nobody asked for by name
    static List<Guard> of(PlanRequest request, List<Change> changes, int pruned) {
        var guards = new ArrayList<Guard>();
        var caps = request.options().caps();
        boolean whole = request.target().scope() == PlanRequest.Scope.WHOLE;
        if (whole && request.target().objects().isEmpty() && !caps.allowEmpty()) {
            guards.add(Guard.emptyBundle());
        }
        if (pruned > caps.maxDeletes()) {
            guards.add(Guard.pruneLimit(deletes(caps.maxDeletes()), deletes(pruned)));
        }
        long owned = owned(request);
        if (pruned * 100L > caps.maxDeletePercent() * owned) {
            guards.add(Guard.pruneLimit(caps.maxDeletePercent() + "%", percent(pruned, owned)));
        }
        long conflicts = changes.stream().filter(Change.Conflict.class::isInstance).count();
        if (conflicts > 0) {
            guards.add(Guard.ownershipConflict(conflicts));
        }
        return guards;
    }

    private static long owned(PlanRequest request) {
        return request.base().objects().values().stream()
                .filter(applied -> applied.owner().equals(request.owner()))
                .count();
    }

    private static String deletes(int number) {
        return number + (number == 1 ? " delete" : " deletes");
    }

    /// Rounded up, so that what is over a limit also reads as over it.
    private static String percent(int part, long whole) {
        return BigDecimal.valueOf(part * 100L)
                        .divide(BigDecimal.valueOf(whole), 2, RoundingMode.UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }
}
