package io.agw.bundle.validate;

import io.agw.bundle.canonical.Durations;
import io.agw.bundle.model.FallbackStep;
import io.agw.bundle.model.LlmRoute;
import io.agw.bundle.model.Provider;
import io.agw.bundle.model.TimeLimits;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Time limits, repetition and fallbacks.
final class SurvivalRules {
    static final Duration LONGEST = Duration.ofHours(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private SurvivalRules() {}

    static void check(Provider provider, Report report) {
        limits(provider.timeouts(), report);
        var retry = provider.retry();
        within(Duration.ZERO, retry.initialDelay(), LONGEST_PAUSE, "/retry/initial_delay", report);
        within(Duration.ZERO, retry.maxDelay(), LONGEST_PAUSE, "/retry/max_delay", report);
        statuses(retry.retryStatuses(), "/retry/retry_statuses", report);
    }

    static void check(LlmRoute route, Report report) {
        limits(route.timeouts(), report);
        positive(route.drainTimeout(), "/drain_timeout", report);
        if (route.holdBack() != null) {
            positive(route.holdBack().maxWait(), "/hold_back/max_wait", report);
        }
    }

    static void chain(List<FallbackStep> chain, String pointer, Report report) {
        var seen = new HashSet<String>();
        for (int i = 0; i < chain.size(); i++) {
            var step = chain.get(i);
            if (!seen.add(step.providerId() + "/" + step.upstreamModel())) {
                report.invalid(
                        pointer + "/" + i,
                        step.providerId() + "/" + step.upstreamModel(),
                        "each provider and model once in a chain");
            }
            statuses(step.on().status(), pointer + "/" + i + "/on/status", report);
        }
    }

    private static void limits(TimeLimits limits, Report report) {
        positive(limits.connect(), "/timeouts/connect", report);
        positive(limits.firstByte(), "/timeouts/first_byte", report);
        positive(limits.firstToken(), "/timeouts/first_token", report);
        positive(limits.idle(), "/timeouts/idle", report);
        positive(limits.total(), "/timeouts/total", report);
    }

    /// What the client or the gateway's own key is to blame for is not worth another attempt.
    private static void statuses(List<Integer> statuses, String pointer, Report report) {
        for (int i = 0; i < statuses.size(); i++) {
            int status = statuses.get(i);
            boolean mayPass = status == 408 || status == 425 || status == 429;
            if (!mayPass && (status < 500 || status > 599)) {
                report.invalid(
                        pointer + "/" + i, Integer.toString(status), "408, 425, 429 or 500 to 599");
            }
        }
    }

    static void positive(@Nullable Duration value, String pointer, Report report) {
        within(Duration.ofMillis(1), value, LONGEST, pointer, report);
    }

    static void within(
            Duration least,
            @Nullable Duration value,
            Duration most,
            String pointer,
            Report report) {
        if (value != null && (value.compareTo(least) < 0 || value.compareTo(most) > 0)) {
            report.invalid(
                    pointer,
                    Durations.text(value),
                    Durations.text(least) + " to " + Durations.text(most));
        }
    }
}
