package io.agw.server.call;

import java.time.Duration;

/// How long each phase of a call may take.
public record Timeouts(
        Duration connect, Duration tls, Duration firstByte, Duration idle, Duration total) {
    public Timeouts {
        for (var each : new Duration[] {connect, tls, firstByte, idle, total}) {
            if (!each.isPositive()) {
                throw new IllegalArgumentException("timeout: " + each + " (expected: > 0)");
            }
        }
    }

    public static Timeouts defaults() {
        return new Timeouts(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(120),
                Duration.ofSeconds(60),
                Duration.ofMinutes(30));
    }

    public Timeouts withFirstByte(Duration duration) {
        return new Timeouts(connect, tls, duration, idle, total);
    }
}
