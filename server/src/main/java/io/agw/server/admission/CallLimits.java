package io.agw.server.admission;

import io.agw.server.admission.CallBudgets.No;
import io.agw.server.admission.CallBudgets.Room;
import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.holder.HolderType;
import io.agw.server.admission.rule.AdmissionRules;
import io.agw.server.call.CallFailed;
import io.agw.server.dispatch.Clearance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The limits and budgets that a turn meets anew with each call. Belongs to one turn.
record CallLimits(Turnstiles turnstiles, CallBudgets budgets, AdmissionRules rules, Arrival arrival)
        implements Clearance {
    @Override
    public Answer ask(Prospect call) throws CallFailed {
        var provider = List.of(new Holder(HolderType.PROVIDER, call.providerId()));
        Pass pass;
        try {
            pass =
                    new Held(
                            turnstiles.pass(rules.rates(provider), arrival),
                            budgets,
                            arrival.use().tokens());
        } catch (NotAdmitted e) {
            return new Denied(e.refusal());
        }
        boolean granted = false;
        try {
            return switch (budgets.ask(call, rules.budgets(provider))) {
                case Room(var limit) -> {
                    granted = true;
                    yield new Granted(pass, limit);
                }
                case No(var refusal) -> new Denied(refusal);
            };
        } finally {
            if (!granted) {
                pass.undo();
            }
        }
    }

    @Override
    public void again(long tokens, @Nullable Long nanoDollars) {
        budgets.books().again(tokens, nanoDollars);
    }

    /// What a call holds.
    ///
    /// @param before tokens that the turn had used when the call was made
    private record Held(Turnstiles.Passed passed, CallBudgets budgets, long before)
            implements Pass {
        /// A call that brought no answer has used no tokens: they are counted by then.
        @Override
        public void close() {
            passed.end(budgets.arrival().use().tokens() - before);
        }

        @Override
        public void lost() {
            budgets.books().lose();
        }

        @Override
        public void undo() {
            passed.undo();
        }
    }
}
