package io.agw.cli.command.gitops;

import io.agw.cli.shell.ExitCode;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The `Ready` condition of a source.
///
/// @param status `True`, `False` or `Unknown`
/// @param reason stable word
/// @param message for people
record Condition(String status, String reason, String message) {
    static Condition ready(JsonNode source) {
        return source.at("/status/conditions")
                .valueStream()
                .filter(condition -> condition.path("type").asString("").equals("Ready"))
                .findFirst()
                .map(condition ->
                        new Condition(
                                condition.path("status").asString(""),
                                condition.path("reason").asString(""),
                                condition.path("message").asString("")))
                .orElse(new Condition("Unknown", "", ""));
    }

    boolean isTrue() {
        return status.equals("True");
    }

    /// What a command ends with that waited and got this; empty while it is worth waiting on.
    Optional<ExitCode> verdict() {
        if (isTrue()) {
            return Optional.of(ExitCode.DONE);
        }
        return switch (reason) {
            case "ValidationFailed",
                    "RenderFailed",
                    "VariableNotSet",
                    "DecryptFailed",
                    "FileTooLarge",
                    "TooManyFiles",
                    "RepoTooLarge",
                    "SymlinkNotAllowed",
                    "UnsafePath",
                    "PathNotFound",
                    "RefNotFound" ->
                    Optional.of(ExitCode.INVALID);
            case "PruneLimitExceeded",
                    "DeleteBlocked",
                    "EmptyBundle",
                    "HistoryRewritten",
                    "ApprovalRequired",
                    "Rejected",
                    "RolledBack",
                    "Suspended" ->
                    Optional.of(ExitCode.BLOCKED);
            case "OwnershipConflict", "StalePlan" -> Optional.of(ExitCode.CONFLICT);
            case "AuthenticationFailed", "GitOperationFailed", "HostKeyMismatch" ->
                    Optional.of(ExitCode.UNREACHABLE);
            case "Timeout" -> Optional.of(ExitCode.TIMED_OUT);
            case "SignatureMissing", "SignatureUntrusted" -> Optional.of(ExitCode.SIGNATURE);
            case "ApplyFailed", "PublishFailed", "Unhealthy" -> Optional.of(ExitCode.INTERNAL);
            default -> Optional.empty();
        };
    }
}
