package io.agw.server.admission;

import io.agw.server.admission.rate.Entry.Entered;
import io.agw.server.admission.rate.Entry.Refused;
import io.agw.server.admission.rate.Lease;
import io.agw.server.admission.rate.RateLimits;
import io.agw.server.admission.rate.Rule;
import io.agw.server.admission.rate.Wanted;
import io.agw.server.admission.rule.Met;
import io.agw.server.call.CallFailed;
import io.agw.server.telemetry.metrics.LimitMeters;
import io.agw.server.turn.Refusal;
import java.util.ArrayList;
import java.util.List;

/// Passes rate limits, all that are met or none. Thread-safe.
final class Turnstiles {
    private static final int TOO_MANY_REQUESTS = 429;

    private final RateLimits rates;
    private final LimitMeters meters;

    Turnstiles(RateLimits rates, LimitMeters meters) {
        this.rates = rates;
        this.meters = meters;
    }

    /// @param met in the order that all turns keep
    /// @throws NotAdmitted when one of them refuses; what was taken of the others is put back
    /// @throws CallFailed when the turn was given up while it waited
    Passed pass(List<Met<Rule>> met, Arrival arrival) throws NotAdmitted, CallFailed {
        var wanted = wanted(met, arrival);
        var leases = new ArrayList<Lease>(met.size());
        boolean admitted = false;
        long waited = 0;
        try {
            for (var limit : met) {
                var rule = limit.rule();
                var holder = limit.holder().toString();
                switch (rates.enter(rule, holder, wanted, arrival.cancellation())) {
                    case Entered(var lease, var nanos) -> {
                        leases.add(lease);
                        waited += nanos;
                        meters.entered(rule.id(), nanos);
                    }
                    case Refused refused -> {
                        meters.refused(rule.id(), refused.by().word());
                        throw new NotAdmitted(refusal(limit, refused), remaining(met));
                    }
                }
            }
            admitted = true;
            return new Passed(leases, waited);
        } finally {
            if (!admitted) {
                leases.forEach(Lease::undo);
            }
        }
    }

    private static Wanted wanted(List<Met<Rule>> met, Arrival arrival) {
        boolean counts = met.stream().anyMatch(limit -> limit.rule().tokens() != null);
        return new Wanted(
                counts ? arrival.tokens().getAsLong() : 0, arrival.streams(), arrival.line());
    }

    /// What is left of limits, by whichever leaves least.
    Remaining remaining(List<Met<Rule>> met) {
        var remaining = Remaining.ALL;
        for (var limit : met) {
            var standing = rates.standing(limit.rule().id(), limit.holder().toString());
            if (standing != null) {
                remaining = remaining.and(standing);
            }
        }
        return remaining;
    }

    private static Refusal refusal(Met<Rule> limit, Refused refused) {
        return new Refusal(
                TOO_MANY_REQUESTS,
                "rate_limit_exceeded",
                "rate limit \""
                        + limit.rule().id()
                        + "\" for "
                        + limit.holder()
                        + " is used up: "
                        + refused.by().word()
                        + (refused.queued() ? ", and its queue was no help" : "")
                        + " (expected: a later try)",
                refused.retryAfter());
    }

    /// What was passed.
    ///
    /// @param leases what is held of each limit
    /// @param waitedNanos in queues
    record Passed(List<Lease> leases, long waitedNanos) {
        /// Nothing stood in the way.
        static final Passed NOTHING = new Passed(List.of(), 0);

        void end(long tokens) {
            leases.forEach(lease -> lease.end(tokens));
        }

        void undo() {
            leases.forEach(Lease::undo);
        }
    }
}
