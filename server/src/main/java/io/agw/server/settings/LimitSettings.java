package io.agw.server.settings;

import java.util.List;
import java.util.Set;

/// What the process may do, ask and reach, whatever a bundle says.
///
/// @param providerTypes types that may be used; empty: all
/// @param allowPrivate private address ranges that upstreams may be in
/// @param watchProviders whether providers are asked for their models, and checked, unbidden
/// @param maxAgentDepth deepest chain of agents that call each other; 0: no limit
/// @param allowStdio whether bundles may name programs to be started
public record LimitSettings(
        Set<String> providerTypes,
        List<String> allowPrivate,
        boolean watchProviders,
        int maxAgentDepth,
        boolean allowStdio) {
    public LimitSettings {
        providerTypes = Set.copyOf(providerTypes);
        allowPrivate = List.copyOf(allowPrivate);
    }
}
