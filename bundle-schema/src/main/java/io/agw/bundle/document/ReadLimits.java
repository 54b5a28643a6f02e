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
    private static final int DEPTH = 50;
    private static final int ALIASES = 50;

    /// The product's defaults for one file of a source, and for settings.
    public static ReadLimits defaults() {
        return new ReadLimits(1 << 18, DEPTH, ALIASES, 200_000, Duration.ofSeconds(2));
    }

    /// For one object that a program sends.
    public static ReadLimits body() {
        return new ReadLimits(1 << 20, DEPTH, ALIASES, 200_000, Duration.ofSeconds(2));
    }

    /// For a file that may be a whole bundle, such as an export of ten thousand objects: as long as
    /// all files of a bundle together. What keeps it small in memory is the number of values.
    public static ReadLimits wholeBundle() {
        return new ReadLimits(32 << 20, DEPTH, ALIASES, 1_000_000, Duration.ofSeconds(20));
    }

    /// For what is part of the program: nobody hostile wrote it, and a machine that stands still
    /// for a moment must not keep the program from starting.
    public static ReadLimits ofProgram() {
        return new ReadLimits(1 << 20, DEPTH, ALIASES, 200_000, Duration.ofMinutes(5));
    }
}
