package io.agw.server.authenticate;

import io.agw.bundle.model.VirtualKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a virtual key lets its bearer ask for, and say of itself.
///
/// @param models that it may ask for
/// @param agentId the one agent that uses the key; null when it belongs to none
/// @param agents that its requests may name; null when they may name none
/// @param assertsUser whether its requests may still say who the user is
record KeyRights(
        AllowedNames models,
        @Nullable String agentId,
        @Nullable AllowedNames agents,
        boolean assertsUser) {
    /// Of those who show no key.
    static final KeyRights NO_KEY = new KeyRights(new AllowedNames(List.of()), null, null, false);

    static KeyRights of(VirtualKey key) {
        return new KeyRights(
                new AllowedNames(key.allowedModels()),
                key.agentId(),
                key.allowedAgents().isEmpty() ? null : new AllowedNames(key.allowedAgents()),
                key.assertsUser());
    }

    /// The same after the request has said who the user is.
    KeyRights withUserSaid() {
        return new KeyRights(models, agentId, agents, false);
    }
}
