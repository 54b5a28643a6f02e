package io.agw.server.dispatch;

import io.agw.server.admission.policy.Aim;

/// Says whom requests are meant for. Thread-safe.
public final class Aims {
    private static final Aim NOBODY = new Aim("", Breaker.State.CLOSED.word());

    private final Routings routings;
    private final Breakers breakers;

    Aims(Routings routings, Breakers breakers) {
        this.routings = routings;
        this.breakers = breakers;
    }

    /// Whom a request is meant for; nobody when it names what the route does not serve.
    public Aim of(Routing routing, Wording wording) {
        var lead = routings.lead(routing, wording);
        if (lead == null) {
            return NOBODY;
        }
        var target = lead.target();
        var state = breakers.state(target, target.modelFor(lead.asked()));
        return new Aim(target.providerId(), state.word());
    }
}
