package io.agw.reconciler.status;

import java.util.Arrays;

/// Why a condition is as it is. The words are stable: alerts and scripts go by them.
public enum Reason {
    APPLIED("Applied"),
    NO_CHANGE("NoChange"),
    PROGRESSING("Progressing"),
    PLAN_ONLY("PlanOnly"),
    DRIFTED("Drifted"),
    AUTHENTICATION_FAILED("AuthenticationFailed"),
    GIT_OPERATION_FAILED("GitOperationFailed"),
    REF_NOT_FOUND("RefNotFound"),
    PATH_NOT_FOUND("PathNotFound"),
    HOST_KEY_MISMATCH("HostKeyMismatch"),
    TIMEOUT("Timeout"),
    READ_FAILED("ReadFailed"),
    REPO_TOO_LARGE("RepoTooLarge"),
    BUNDLE_TOO_LARGE("BundleTooLarge"),
    TOO_MANY_FILES("TooManyFiles"),
    FILE_TOO_LARGE("FileTooLarge"),
    SYMLINK_NOT_ALLOWED("SymlinkNotAllowed"),
    UNSAFE_PATH("UnsafePath"),
    RENDER_FAILED("RenderFailed"),
    VARIABLE_NOT_SET("VariableNotSet"),
    VALIDATION_FAILED("ValidationFailed"),
    OWNERSHIP_CONFLICT("OwnershipConflict"),
    PRUNE_LIMIT_EXCEEDED("PruneLimitExceeded"),
    DELETE_BLOCKED("DeleteBlocked"),
    EMPTY_BUNDLE("EmptyBundle"),
    HISTORY_REWRITTEN("HistoryRewritten"),
    APPROVAL_REQUIRED("ApprovalRequired"),
    REJECTED("Rejected"),
    STALE_PLAN("StalePlan"),
    APPLY_FAILED("ApplyFailed"),
    PUBLISH_FAILED("PublishFailed"),
    ROLLED_BACK("RolledBack"),
    SUSPENDED("Suspended");

    private final String word;

    Reason(String word) {
        this.word = word;
    }

    /// As shown and stored.
    public String word() {
        return word;
    }

    /// The reason of a word that a source or a guard uses.
    ///
    /// @throws IllegalArgumentException when there is none
    public static Reason ofWord(String word) {
        return Arrays.stream(values())
                .filter(reason -> reason.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no reason is called " + word));
    }
}
