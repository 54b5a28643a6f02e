package io.agw.bundle.document;

import java.time.Duration;

/// Bounds against hostile documents.
///
/// @param fileBytes most bytes of one file
/// @param depth deepest nesting of lists and mappings
/// @param aliases most YAML aliases of one document
/// @param nodes most values of one document, aliases expanded
/// @param deadline longest time that reading one file may take
public record ReadLimits(int fileBytes, int depth, int aliases, int nodes, Duration deadline) {
    /// The product's defaults for a file of a source.
    public static ReadLimits defaults() {
        return new ReadLimits(1 << 18, 50, 50, 200_000, Duration.ofSeconds(2));
    }
}
