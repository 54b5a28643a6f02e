package io.agw.server.call;

import java.time.Duration;

/// Limits of all calls.
///
/// @param maxConnections most open connections to one upstream
/// @param maxHeadBytes most bytes of an answer's status line and headers
/// @param maxHeaders most headers of an answer
/// @param refusal longest wait for the body of an answer that is none: its status has said what
///   counts, and whoever asked waits for it
public record CallSettings(int maxConnections, int maxHeadBytes, int maxHeaders, Duration refusal) {
    public static CallSettings defaults() {
        return new CallSettings(10_000, 32 * 1024, 128, Duration.ofSeconds(2));
    }
}
