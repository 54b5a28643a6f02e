package io.agw.server.call;

import java.time.Duration;

/// How long each phase of a call may take.
///
/// @param firstByte from sending the request to the end of the answer's head
/// @param firstToken from sending the request to a stream's first token
public record Timeouts(
        Duration connect,
        Duration tls,
        Duration firstByte,
        Duration firstToken,
        Duration idle,
        Duration total) {
    public Timeouts {
        for (var each : new Duration[] {connect, tls, firstByte, firstToken, idle, total}) {
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
                Duration.ofMinutes(5),
                Duration.ofSeconds(60),
                Duration.ofMinutes(30));
    }

    /// The same with a first token within `most`, where it may take longer.
    public Timeouts firstTokenWithin(Duration most) {
        return firstToken.compareTo(most) <= 0
                ? this
                : new Timeouts(connect, tls, firstByte, most, idle, total);
    }

    /// The same with a first byte within `most`, where it may take longer.
    public Timeouts firstByteWithin(Duration most) {
        return firstByte.compareTo(most) <= 0
                ? this
                : new Timeouts(connect, tls, most, firstToken, idle, total);
    }

    /// For an answer that comes whole and so has no first token.
    public Timeouts whole() {
        return new Timeouts(connect, tls, firstByte, total, idle, total);
    }

    /// Which phase's limit passes first while the answer's head is waited for.
    Deadline untilHead() {
        if (total.compareTo(firstByte) <= 0 && total.compareTo(firstToken) <= 0) {
            return Deadline.TOTAL;
        }
        return firstToken.compareTo(firstByte) < 0 ? Deadline.FIRST_TOKEN : Deadline.FIRST_BYTE;
    }

    Duration of(Deadline phase) {
        return switch (phase) {
            case CONNECT -> connect;
            case TLS -> tls;
            case FIRST_BYTE -> firstByte;
            case FIRST_TOKEN -> firstToken;
            case IDLE -> idle;
            case TOTAL, REQUEST -> total;
        };
    }
}
