package io.agw.server.call;

import java.net.InetAddress;
import java.util.Optional;

/// Decides which addresses the gateway may connect to. Asked for every address that a name resolved
/// to, before it is connected to; what is connected to is that address and not the name. Pure and
/// thread-safe.
@FunctionalInterface
public interface EgressRule {
    /// Why the address may not be called, naming the setting that would allow it; empty when it
    /// may.
    Optional<String> objection(InetAddress address);
}
