package io.agw.server.call;

/// Limits of all calls.
///
/// @param maxConnections most open connections to one upstream
/// @param maxHeadBytes most bytes of an answer's status line and headers
/// @param maxHeaders most headers of an answer
public record CallSettings(int maxConnections, int maxHeadBytes, int maxHeaders) {
    public static CallSettings defaults() {
        return new CallSettings(10_000, 32 * 1024, 128);
    }
}
