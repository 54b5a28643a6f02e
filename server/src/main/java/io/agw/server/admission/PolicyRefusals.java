package io.agw.server.admission;

import io.agw.server.admission.policy.PoliciedTurn.Denial;
import io.agw.server.turn.Refusal;
import java.util.Map;

/// What a client is told whose request a policy refuses.
final class PolicyRefusals {
    private PolicyRefusals() {}

    static Refusal of(Denial denial) {
        var id = denial.rule().id();
        var says = denial.act().message();
        return new Refusal(
                        denial.act().status(),
                        "policy_denied",
                        "policy \"" + id + "\" refuses it" + (says.isEmpty() ? "" : ": " + says))
                .with(Map.of("policy", id));
    }
}
