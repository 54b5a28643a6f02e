package io.agw.server.dispatch;

import io.agw.server.admission.policy.Detour;
import org.jspecify.annotations.Nullable;

/// The name of the target that a request is for.
///
/// @param model null when neither the client nor the route names one
/// @param because why it is not the one that the client named; null when it is
record Wish(@Nullable String model, @Nullable String because) {
    static Wish of(Routing.Logical routing, Wording wording) {
        var rules = routing.rules();
        var rule = rules == null ? null : rules.find(wording.traits(), wording.model());
        if (rule != null) {
            return new Wish(rule.target(), rule.name());
        }
        return wording.model() == null
                ? new Wish(routing.defaultModel(), "default")
                : new Wish(wording.model(), null);
    }

    Wish by(@Nullable Detour detour) {
        return detour == null
                ? this
                : new Wish(detour.model() == null ? model : detour.model(), Detours.REASON);
    }
}
