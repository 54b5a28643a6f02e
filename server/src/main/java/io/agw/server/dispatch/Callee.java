package io.agw.server.dispatch;

import io.agw.server.call.UpstreamFailure;
import io.agw.server.dispatch.Breaker.Verdict;
import io.agw.server.telemetry.metrics.AttemptMeters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whom one attempt calls, and what is to be remembered of how it went. Thread-safe.
///
/// @param access the key that is shown; null when there is none
/// @param model as the upstream names it; null when it is asked for none
record Callee(
        Target target, @Nullable Access access, @Nullable String model, AttemptMeters meters) {
    private static final Logger LOG = LoggerFactory.getLogger(Callee.class);

    /// What a call is that brought no whole answer.
    Fault fault(UpstreamFailure failure) {
        return Fault.of(
                failure,
                target.accounts().areCallers(),
                word -> access != null && access.provider().secrets().isShownBy(word));
    }

    /// What a fault says to the target's breaker.
    Verdict verdict(Fault fault) {
        boolean limit = fault instanceof Fault.Answered answered && answered.isLimit();
        return limit && target.handling().breaker().countsLimits()
                ? Verdict.FAILURE
                : fault.verdict();
    }

    /// Takes note that the upstream took the key.
    void taken() {
        if (access != null) {
            access.taken(model);
        }
    }

    /// Has the key left alone when a fault is about it.
    void failed(Fault fault) {
        if (access != null
                && fault instanceof Fault.Answered answered
                && access.refused(model, answered)) {
            meters.cooled(target.providerId(), answered.status());
            LOG.warn(
                    "credential {} is left alone for a while: {} for model \"{}\"",
                    access.provider().credentialId(),
                    fault.code(),
                    model);
        }
    }

    /// Counts what became of the call.
    ///
    /// @param outcome `ok`, or one of a few words that the code fixes
    void ended(String outcome) {
        meters.ended(target.providerId(), outcome);
    }

    /// Counts what the upstream said and the client was not told.
    void leftOut(String what) {
        meters.leftOut(target.providerId(), what);
    }
}
