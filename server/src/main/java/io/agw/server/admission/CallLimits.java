package io.agw.server.admission;

import io.agw.server.admission.rule.AdmissionRules;
import io.agw.server.admission.rule.Holder;
import io.agw.server.admission.rule.HolderType;
import io.agw.server.call.CallFailed;
import io.agw.server.dispatch.Clearance;
import java.util.List;

/// The limits of providers, which a turn meets anew with each call. Belongs to one turn.
record CallLimits(Turnstiles turnstiles, AdmissionRules rules, Arrival arrival)
        implements Clearance {
    @Override
    public Answer ask(Prospect call) throws CallFailed {
        var met = rules.rates(List.of(new Holder(HolderType.PROVIDER, call.providerId())));
        if (met.isEmpty()) {
            return new Granted(Pass.OF_NOTHING);
        }
        try {
            return new Granted(new Held(turnstiles.pass(met, arrival), arrival));
        } catch (NotAdmitted e) {
            return new Denied(e.refusal());
        }
    }

    /// What a call holds.
    private record Held(Turnstiles.Passed passed, Arrival arrival) implements Pass {
        /// A call that brought no answer has used no tokens: they are counted by then.
        @Override
        public void close() {
            passed.end(arrival.used().getAsLong());
        }

        @Override
        public void undo() {
            passed.undo();
        }
    }
}
