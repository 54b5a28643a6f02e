package io.agw.reconciler.source;

import java.util.ArrayList;
import java.util.List;

/// How much a source may hold. Beyond it the source stalls and what was applied last keeps serving.
///
/// @param fileBytes most bytes of one bundle file
/// @param files most bundle files
/// @param bundleBytes most bytes of all bundle files together
/// @param depth deepest nesting of folders under the source's path
/// @param repoBytes most bytes of a git repository, received and kept; of no meaning for a
///   directory
public record SourceLimits(int fileBytes, int files, long bundleBytes, int depth, long repoBytes) {
    private static final long MIB = 1 << 20;

    /// The product's defaults.
    public static SourceLimits defaults() {
        return new SourceLimits(1 << 18, 10_000, 32 * MIB, 32, 256 * MIB);
    }

    /// What is out of bounds, one message each; empty when nothing is.
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        check(problems, "file_bytes", fileBytes, MIB);
        check(problems, "files", files, 50_000);
        check(problems, "bundle_bytes", bundleBytes, 128 * MIB);
        check(problems, "depth", depth, 128);
        check(problems, "repo_bytes", repoBytes, 16_384 * MIB);
        return problems;
    }

    private static void check(List<String> problems, String key, long value, long ceiling) {
        if (value < 1 || value > ceiling) {
            problems.add("limits." + key + ": " + value + " (expected: 1 to " + ceiling + ")");
        }
    }
}
