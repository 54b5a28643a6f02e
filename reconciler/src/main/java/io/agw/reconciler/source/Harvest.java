package io.agw.reconciler.source;

import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import io.agw.reconciler.source.SourceFailure.Reason;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts the files of one state against the limits and collects what is wrong with them. Not
/// thread-safe; one per walk.
///
/// What only costs is refused at once, so that a hostile state cannot make it cost more. Everything
/// else is collected, so that an author sees all of it.
public final class Harvest {
    private final SourceLimits limits;
    private final Map<String, String> byFoldedPath = new HashMap<>();
    private final Problems problems = new Problems();
    private @Nullable Reason firstReason;
    private long bytes;

    public Harvest(SourceLimits limits) {
        this.limits = limits;
    }

    /// Notes a bundle file before it is read.
    ///
    /// @return whether it may be read
    /// @throws SourceFailure when there are too many files or bytes
    public boolean admits(String path, long size) {
        if (byFoldedPath.size() >= limits.files()) {
            throw new SourceFailure(
                    Reason.TOO_MANY_FILES,
                    "files: more than " + limits.files() + " (expected: at most as many)");
        }
        var twin = byFoldedPath.putIfAbsent(folded(path), path);
        if (twin != null && !twin.equals(path)) {
            refuse(
                    Reason.UNSAFE_PATH,
                    path,
                    "differs from \"" + twin + "\" only in case or Unicode form",
                    "rename one of them");
            return false;
        }
        if (size > limits.fileBytes()) {
            refuseSize(path, size + " bytes");
            return false;
        }
        bytes += size;
        if (bytes > limits.bundleBytes()) {
            throw new SourceFailure(
                    Reason.BUNDLE_TOO_LARGE,
                    "bundle: more than "
                            + limits.bundleBytes()
                            + " bytes in all files (expected: at most as many)");
        }
        return true;
    }

    /// Notes a file that is larger than allowed.
    ///
    /// @param size what is known about its size
    public void refuseSize(String path, String size) {
        refuse(
                Reason.FILE_TOO_LARGE,
                path,
                "file: " + size + " (expected: at most " + limits.fileBytes() + " bytes)",
                "split it, or exclude it from the source");
    }

    /// Notes something that must not stand in a source.
    public void refuse(Reason reason, String path, String message, @Nullable String hint) {
        if (firstReason == null) {
            firstReason = reason;
        }
        problems.error(codeOf(reason), Position.of(printable(path)), message, hint);
    }

    /// Refuses folders nested too deep.
    ///
    /// @return whether the folder may be entered
    public boolean admitsFolder(String path, int depth) {
        if (depth <= limits.depth()) {
            return true;
        }
        refuse(
                Reason.UNSAFE_PATH,
                path,
                "folder: " + depth + " levels deep (expected: at most " + limits.depth() + ")",
                null);
        return false;
    }

    /// Throws what was collected.
    ///
    /// @throws SourceFailure when anything was refused
    public void finish() {
        var reason = firstReason;
        if (reason == null) {
            return;
        }
        var sorted = problems.sorted();
        var first = sorted.getFirst();
        var more = problems.errorCount() - 1;
        throw new SourceFailure(
                reason,
                first.position()
                        + ": "
                        + first.message()
                        + (more == 0 ? "" : ", and " + more + " more"),
                null,
                null,
                sorted);
    }

    private static Code codeOf(Reason reason) {
        return switch (reason) {
            case SYMLINK_NOT_ALLOWED -> Code.SYMLINK;
            case FILE_TOO_LARGE, BUNDLE_TOO_LARGE, REPO_TOO_LARGE -> Code.FILE_TOO_LARGE;
            case TOO_MANY_FILES -> Code.TOO_MANY_FILES;
            case AUTHENTICATION_FAILED,
                    GIT_OPERATION_FAILED,
                    REF_NOT_FOUND,
                    PATH_NOT_FOUND,
                    HOST_KEY_MISMATCH,
                    TIMEOUT,
                    READ_FAILED,
                    UNSAFE_PATH ->
                    Code.UNSAFE_PATH;
        };
    }

    private static String folded(String path) {
        return Normalizer.normalize(
                Normalizer.normalize(path, Normalizer.Form.NFC)
                        .toUpperCase(Locale.ROOT)
                        .toLowerCase(Locale.ROOT),
                Normalizer.Form.NFC);
    }

    private static String printable(String path) {
        var clean = new StringBuilder();
        path.codePoints()
                .limit(300)
                .forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
        return clean.toString();
    }
}
