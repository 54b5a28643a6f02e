package io.agw.server.admission;

import io.agw.server.admission.rate.RateLimits;
import io.agw.server.admission.rule.AdmissionRules;
import io.agw.server.call.CallFailed;
import io.agw.server.telemetry.metrics.LimitMeters;

/// Lets turns in, or says why not. Thread-safe.
///
/// A turn is let in by all limits that are for it, or by none: what it took of the first ones is
/// put back when a later one refuses it. All turns meet limits in the same order, so that two that
/// wait never wait for each other.
public final class Admissions {
    private final Turnstiles turnstiles;

    public Admissions(RateLimits rates, LimitMeters meters) {
        this.turnstiles = new Turnstiles(rates, meters);
    }

    /// The caller closes what it gets when the turn is over.
    ///
    /// @throws NotAdmitted when a limit refuses it
    /// @throws CallFailed when it was given up while it waited
    public Admission admit(AdmissionRules rules, Arrival arrival) throws NotAdmitted, CallFailed {
        if (rules.limitsNobody()) {
            return Admission.FREE;
        }
        var met = rules.rates(arrival.holders());
        var passed = met.isEmpty() ? Turnstiles.Passed.NOTHING : turnstiles.pass(met, arrival);
        return new Admission(
                passed,
                turnstiles.remaining(met),
                new CallLimits(turnstiles, rules, arrival),
                arrival.used());
    }
}
