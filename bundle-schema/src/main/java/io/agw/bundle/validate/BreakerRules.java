package io.agw.bundle.validate;

import io.agw.bundle.model.CircuitBreaker;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Subject;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problems;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// Circuit breakers: each by itself, and that no provider has two.
final class BreakerRules {
    private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

    private BreakerRules() {}

    static void check(CircuitBreaker breaker, Report report) {
        if (!(breaker.subject() instanceof Subject.Provider)) {
            report.invalid("/subject/type", breaker.subject().type(), "provider");
        }
        SurvivalRules.within(
                Duration.ofSeconds(1), breaker.window(), LONGEST_WINDOW, "/window", report);
        SurvivalRules.positive(breaker.resetTimeout(), "/reset_timeout", report);
        SurvivalRules.within(
                breaker.resetTimeout(),
                breaker.maxResetTimeout(),
                SurvivalRules.LONGEST,
                "/max_reset_timeout",
                report);
    }

    /// Of two breakers of one provider nobody could say which one holds.
    static void report(
            Map<ObjectKey, Placed> objects, Problems problems, Predicate<ObjectKey> concerned) {
        var taken = new HashMap<Subject, Placed>();
        for (var placed : objects.values()) {
            if (!(placed.object() instanceof CircuitBreaker breaker)) {
                continue;
            }
            var first = taken.putIfAbsent(breaker.subject(), placed);
            if (first != null && (concerned.test(placed.key()) || concerned.test(first.key()))) {
                problems.error(
                        Code.CONFLICTING_RULE,
                        placed.at("/subject"),
                        "subject: %s has %s already (expected: one breaker each)"
                                .formatted(subject(breaker.subject()), first.key()),
                        first.key() + " is at " + first.origin());
            }
        }
    }

    private static String subject(Subject subject) {
        return subject.isEach() ? "each provider" : "provider/" + subject.id();
    }
}
