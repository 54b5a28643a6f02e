package io.agw.server.admission.policy;

import org.jspecify.annotations.Nullable;

/// Where a policy sends a request instead.
///
/// @param model as clients name it on the route; null for the one that is asked for
/// @param providerId the only one that is asked; null for any
public record Detour(String policyId, @Nullable String model, @Nullable String providerId) {
    public Detour {
        if (model == null && providerId == null) {
            throw new IllegalArgumentException(
                    "policy " + policyId + " leads nowhere (expected: a model or a provider)");
        }
    }
}
