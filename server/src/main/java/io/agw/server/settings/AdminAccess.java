package io.agw.server.settings;

import java.util.Optional;
import java.util.Set;

/// Who may use the admin listener.
///
/// @param account `user:bcrypt-hash`; empty: the gateway makes one on its first start
/// @param viewer the same for one who may only read; empty: nobody
/// @param hosts names that it is reached by, beside the loopback ones
/// @param metricsOpen whether metrics need no authentication
public record AdminAccess(
        Optional<String> account, Optional<String> viewer, Set<String> hosts, boolean metricsOpen) {
    public AdminAccess {
        hosts = Set.copyOf(hosts);
    }

    /// Leaves the hash out.
    @Override
    public String toString() {
        return "AdminAccess[" + hosts + "]";
    }
}
