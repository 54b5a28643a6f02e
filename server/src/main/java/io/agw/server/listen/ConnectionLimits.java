package io.agw.server.listen;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// How many connections a listener holds and how long they may take for what.
///
/// @param total connections at once; what is above is answered 503 and closed
/// @param perAddress connections at once from one address; loopback is exempt
/// @param headers from the first byte of a request, or from the connection's beginning, to the end
///   of its headers
/// @param body for a body without a byte of it, to which {@code bytesPerSecond} adds
/// @param bytesPerSecond a body gets a further second for so many bytes received
/// @param idle between two requests of a kept connection
/// @param stalledWrite for a client to take what is sent, up to 256 KiB at a time
/// @param handshake for TLS to be agreed on
/// @param silent how long a client has been sent nothing when it begins to be watched for leaving
public record ConnectionLimits(
        int total,
        int perAddress,
        Duration headers,
        Duration body,
        int bytesPerSecond,
        Duration idle,
        Duration stalledWrite,
        Duration handshake,
        Duration silent) {
    private static final int MOST_CONNECTIONS = 10_000;
    private static final int FEWEST_CONNECTIONS = 64;
    private static final int OTHER_FILES = 500;

    public ConnectionLimits {
        if (total < 1 || perAddress < 1 || bytesPerSecond < 1) {
            throw new IllegalArgumentException(
                    "connection limits: %d, %d, %d (expected: >= 1)"
                            .formatted(total, perAddress, bytesPerSecond));
        }
    }

    /// As many connections as the process may open files for, upstreams included.
    public static ConnectionLimits defaults() {
        return new ConnectionLimits(
                Math.clamp(openFiles() / 2 - OTHER_FILES, FEWEST_CONNECTIONS, MOST_CONNECTIONS),
                256,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                64 * 1024,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2));
    }

    /// The same with fewer connections at once.
    public ConnectionLimits withTotal(int most) {
        return with(Math.min(total, most), perAddress);
    }

    /// The same with another number of connections from one address.
    public ConnectionLimits withPerAddress(int most) {
        return with(total, most);
    }

    private ConnectionLimits with(int total, int perAddress) {
        return new ConnectionLimits(
                total,
                perAddress,
                headers,
                body,
                bytesPerSecond,
                idle,
                stalledWrite,
                handshake,
                silent);
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
                ? os.getMaxFileDescriptorCount()
                : 2L * (MOST_CONNECTIONS + OTHER_FILES);
    }
}
