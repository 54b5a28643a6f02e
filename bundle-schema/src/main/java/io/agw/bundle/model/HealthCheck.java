package io.agw.bundle.model;

import io.agw.bundle.upstream.PathRule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a provider is looked after while nobody asks it anything. A provider that is not healthy is
/// asked only when no healthy candidate is left.
public record HealthCheck(
        @Doc("Asked with `GET`, behind the provider's address; absent: its list of models.")
                @Matching(value = PathRule.PATTERN, expected = PathRule.EXPECTED)
                @Nullable String path,
        @Doc("Time between two checks.") @Default("30s") Duration interval,
        @Doc("How long an answer may take.") @Default("5s") Duration timeout,
        @Doc("Statuses of a healthy provider; an error of authentication is none.")
                @Default("[200, 204]")
                @Unordered
                List<Integer> healthyStatuses,
        @Doc("Failed checks in a row after which it is not healthy.")
                @Default("2")
                @Limits(min = 1, max = 100)
                int unhealthyAfter,
        @Doc("Good checks in a row after which it is healthy again.")
                @Default("1")
                @Limits(min = 1, max = 100)
                int healthyAfter) {
    public HealthCheck {
        healthyStatuses = List.copyOf(healthyStatuses);
    }
}
