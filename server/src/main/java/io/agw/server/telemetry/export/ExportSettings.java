package io.agw.server.telemetry.export;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Where spans are sent to, and how.
///
/// @param endpoint address of OTLP over HTTP, path included
/// @param headers to send along; values may be secrets
/// @param version of the program, for the resource
/// @param timeout longest time for one batch, its repetitions included
/// @param capacity turns that may wait
/// @param batch turns sent together at most
/// @param gather longest time that a batch is waited for
public record ExportSettings(
        URI endpoint,
        Map<String, String> headers,
        String version,
        Duration timeout,
        int capacity,
        int batch,
        Duration gather) {
    public ExportSettings {
        headers = Map.copyOf(headers);
    }

    /// The usual limits.
    public static ExportSettings of(URI endpoint, Map<String, String> headers, String version) {
        return new ExportSettings(
                endpoint,
                headers,
                version,
                Duration.ofSeconds(10),
                4_096,
                256,
                Duration.ofMillis(500));
    }

    /// Leaves the headers out.
    @Override
    public String toString() {
        return "ExportSettings[" + endpoint + "]";
    }
}
