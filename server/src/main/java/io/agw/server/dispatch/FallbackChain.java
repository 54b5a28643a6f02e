package io.agw.server.dispatch;

import io.agw.bundle.model.FallbackCondition;
import io.agw.server.call.UpstreamFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one turn asks, in order, when all targets that were to be chosen from have failed. Each
/// step is taken once. Not thread-safe.
final class FallbackChain {
    private final List<Step> left;

    FallbackChain(List<Step> steps) {
        this.left = new ArrayList<>(steps);
    }

    /// The first step that follows a failure; null when none does. It stays.
    ///
    /// @param othersOut whether every remote target of the turn has failed
    @Nullable Step find(Fault fault, boolean othersOut) {
        for (var step : left) {
            if (step.follows(fault, othersOut)) {
                return step;
            }
        }
        return null;
    }

    void take(Step step) {
        left.remove(step);
    }

    /// Most that an upstream may take to begin before a step is taken; null when none says so.
    @Nullable Duration patience() {
        Duration least = null;
        for (var step : left) {
            var millis = step.on.timeoutMs();
            if (millis != null && (least == null || millis < least.toMillis())) {
                least = Duration.ofMillis(millis);
            }
        }
        return least;
    }

    /// @param on after which failures
    record Step(Target target, FallbackCondition on) {
        private static final int BAD_GATEWAY = 502;
        private static final int UNAVAILABLE = 503;
        private static final int GATEWAY_TIMEOUT = 504;

        /// The same step to this target.
        Step to(Target other) {
            return new Step(other, on);
        }

        private boolean follows(Fault fault, boolean othersOut) {
            boolean always =
                    on.status().isEmpty() && on.timeoutMs() == null && !on.allRemoteFailed();
            return fault.mayMove()
                    && (always
                            || on.status().contains(status(fault))
                            || (on.timeoutMs() != null && status(fault) == GATEWAY_TIMEOUT)
                            || (on.allRemoteFailed() && othersOut));
        }

        /// The status that a failure amounts to where the upstream said none.
        private static int status(Fault fault) {
            return switch (fault) {
                case Fault.Answered answered -> answered.status();
                case Fault.Broken(UpstreamFailure.TimedOut _) -> GATEWAY_TIMEOUT;
                case Fault.Broken _, Fault.Unsaid _ -> BAD_GATEWAY;
                case Fault.Open _ -> UNAVAILABLE;
                case Fault.Cooling cooling -> cooling.status();
                case Fault.Denied(var refusal) -> refusal.status();
            };
        }
    }
}
