package io.agw.server.settings;

import io.agw.server.admin.access.Accounts;
import java.util.Set;

/// Who may use the admin listener.
///
/// @param accounts users and tokens; the gateway makes an admin on its first start when there is
///   none among them
/// @param hosts names that it is reached by, beside the loopback ones
/// @param metricsOpen whether metrics need no authentication
public record AdminAccess(Accounts accounts, Set<String> hosts, boolean metricsOpen) {
    public AdminAccess {
        hosts = Set.copyOf(hosts);
    }
}
