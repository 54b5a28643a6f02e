package io.agw.server.snapshot;

import io.agw.bundle.model.Provider;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;

/// Says what keeps a provider from being served, such as an option that its type refuses. Called
/// for every provider of a candidate, disabled ones included; keeps no state.
@FunctionalInterface
public interface ProviderCheck {
    void check(Provider provider, Position position, Problems problems);
}
