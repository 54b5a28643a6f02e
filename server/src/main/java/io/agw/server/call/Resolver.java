package io.agw.server.call;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/// Turns a host name or literal address into addresses, in the order in which to try them.
/// Thread-safe.
@FunctionalInterface
public interface Resolver {
    /// @throws CallFailed when the name has no address, or none was found in time
    List<InetAddress> resolve(String host, Duration within) throws CallFailed;
}
