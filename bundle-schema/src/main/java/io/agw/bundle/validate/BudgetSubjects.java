package io.agw.bundle.validate;

import io.agw.bundle.model.Budget;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.RateLimit;
import io.agw.bundle.model.Subject;
import io.agw.bundle.model.Team;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problems;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Whom limits and budgets are for: an organization is known by its teams, and one budget of a
/// subject is easier to keep in mind than two.
final class BudgetSubjects {
    private final Map<ObjectKey, Placed> objects;

    BudgetSubjects(Map<ObjectKey, Placed> objects) {
        this.objects = objects;
    }

    void report(Problems problems, Predicate<ObjectKey> concerned) {
        var taken = new HashMap<Subject, Placed>();
        for (var placed : objects.values()) {
            if (concerned.test(placed.key())
                    && subject(placed) instanceof Subject.Org org
                    && !org.isEach()) {
                organization(placed, org.id(), problems);
            }
            if (placed.object() instanceof Budget budget && !budget.disabled()) {
                var first = taken.putIfAbsent(budget.subject(), placed);
                if (first != null
                        && (concerned.test(placed.key()) || concerned.test(first.key()))) {
                    problems.warning(
                            Code.CONFLICTING_RULE,
                            placed.at("/subject"),
                            "%s is for the same subject as %s; both hold"
                                    .formatted(placed.key(), first.key()),
                            first.key() + " is at " + first.origin());
                }
            }
        }
    }

    private static @Nullable Subject subject(Placed placed) {
        if (placed.object() instanceof RateLimit limit) {
            return limit.subject();
        }
        return placed.object() instanceof Budget budget ? budget.subject() : null;
    }

    private void organization(Placed placed, String id, Problems problems) {
        var known =
                objects.values().stream()
                        .map(each -> each.object() instanceof Team team ? team.org() : null)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        if (!known.contains(id)) {
            problems.warning(
                    Code.DANGLING_REFERENCE,
                    placed.at("/subject/id"),
                    "subject.id: no team is of the organization " + Report.quoted(id),
                    Hints.nearest(id, known));
        }
    }
}
