package io.agw.server.dispatch;

import java.util.Collection;
import java.util.List;

/// What is known of providers besides the configuration. Asked for every request, so it must not
/// block. Thread-safe.
public interface Findings {
    /// Nothing is known.
    Findings NONE =
            new Findings() {
                @Override
                public boolean isHealthy(String providerId) {
                    return true;
                }

                @Override
                public Abilities abilities(String providerId, String model) {
                    return Abilities.UNKNOWN;
                }

                @Override
                public Collection<String> models(String providerId) {
                    return List.of();
                }
            };

    /// Whether nothing speaks against asking a provider.
    boolean isHealthy(String providerId);

    /// What a provider says that one of its models can do.
    Abilities abilities(String providerId, String model);

    /// Names of the models that a provider is known to have.
    Collection<String> models(String providerId);
}
