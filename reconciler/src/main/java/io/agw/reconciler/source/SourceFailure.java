package io.agw.reconciler.source;

import io.agw.bundle.problem.Problem;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a source's state cannot be had. The reason decides whether and when to try again. Its
/// message holds no credential.
public final class SourceFailure extends RuntimeException {
    private final Reason reason;
    private final @Nullable Duration retryAfter;
    private final List<Problem> problems;

    public SourceFailure(Reason reason, String message) {
        this(reason, message, null);
    }

    public SourceFailure(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, cause, null, List.of());
    }

    public SourceFailure(
            Reason reason,
            String message,
            @Nullable Throwable cause,
            @Nullable Duration retryAfter,
            List<Problem> problems) {
        super(message, cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
        this.problems = List.copyOf(problems);
    }

    public Reason reason() {
        return reason;
    }

    /// How long the other side asked us to wait, null when it did not.
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /// What is wrong with the content, file by file; empty when the reason says it all.
    public List<Problem> problems() {
        return problems;
    }

    /// Stable names, as they appear in a source's status. What to do about each stands in
    /// `docs/sources.md`.
    public enum Reason {
        AUTHENTICATION_FAILED("AuthenticationFailed", false),
        GIT_OPERATION_FAILED("GitOperationFailed", false),
        REF_NOT_FOUND("RefNotFound", false),
        PATH_NOT_FOUND("PathNotFound", false),
        HOST_KEY_MISMATCH("HostKeyMismatch", false),
        TIMEOUT("Timeout", false),
        READ_FAILED("ReadFailed", false),
        REPO_TOO_LARGE("RepoTooLarge", true),
        BUNDLE_TOO_LARGE("BundleTooLarge", true),
        TOO_MANY_FILES("TooManyFiles", true),
        FILE_TOO_LARGE("FileTooLarge", true),
        SYMLINK_NOT_ALLOWED("SymlinkNotAllowed", true),
        UNSAFE_PATH("UnsafePath", true);

        private final String word;
        private final boolean stalls;

        Reason(String word, boolean stalls) {
            this.word = word;
            this.stalls = stalls;
        }

        public String word() {
            return word;
        }

        /// Whether only another revision can help, so that this one is not tried again.
        public boolean stalls() {
            return stalls;
        }
    }
}
