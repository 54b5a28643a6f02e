package io.agw.server.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Which traces are kept and where else they go.
///
/// @param sampleRatio share of the traces begun here that is kept, 0 to 1
/// @param otlpEndpoint where spans are sent to; empty: nowhere
/// @param otlpHeaders file with headers to send along
public record TracingSettings(
        double sampleRatio, Optional<URI> otlpEndpoint, Optional<Path> otlpHeaders) {}
