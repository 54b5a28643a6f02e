package io.agw.server.authenticate;

import io.agw.bundle.model.VirtualKey;
import io.agw.server.access.NameSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a virtual key lets its bearer ask for, and say of itself.
///
/// @param models that it may ask for; none: all
/// @param agentId the one agent that uses the key; null when it belongs to none
/// @param agents that its requests may name
/// @param assertsUser whether its requests may still say who the user is
/// @param tags by which policies choose it
record KeyRights(
        NameSet models,
        @Nullable String agentId,
        NameSet agents,
        boolean assertsUser,
        Set<String> tags) {
    private static final NameSet NONE = new NameSet(List.of());

    /// Of those who show no key.
    static final KeyRights NO_KEY = new KeyRights(NONE, null, NONE, false, Set.of());

    static KeyRights of(VirtualKey key) {
        return new KeyRights(
                new NameSet(key.allowedModels()),
                key.agentId(),
                new NameSet(key.allowedAgents()),
                key.assertsUser(),
                Set.copyOf(key.tags()));
    }

    /// The same after the request has said who the user is.
    KeyRights withUserSaid() {
        return new KeyRights(models, agentId, agents, false, tags);
    }
}
