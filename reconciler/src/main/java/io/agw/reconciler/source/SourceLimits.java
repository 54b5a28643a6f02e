package io.agw.reconciler.source;

import io.agw.bundle.BundleLimits;
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
        var bundle = BundleLimits.defaults();
        return new SourceLimits(
                bundle.file().fileBytes(), bundle.files(), bundle.bytes(), 32, 256 * MIB);
    }

    /// What is out of bounds, one message each; empty when nothing is.
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        var largest = BundleLimits.largest();
        check(problems, "file_bytes", fileBytes, largest.file().fileBytes());
        check(problems, "files", files, largest.files());
        check(problems, "bundle_bytes", bundleBytes, largest.bytes());
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
