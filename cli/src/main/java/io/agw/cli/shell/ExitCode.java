package io.agw.cli.shell;

/// What `agwctl` ends with; scripts depend on the numbers.
public enum ExitCode {
    DONE(0, "done"),
    INTERNAL(1, "internal error, or not part of this build"),
    CHANGES(2, "done, and there are changes (only with --detailed-exitcode)"),
    INVALID(3, "invalid input"),
    BLOCKED(4, "blocked by a guard, a suspension or a missing approval, or disabled"),
    CONFLICT(5, "conflict with another owner or a newer state"),
    UNREACHABLE(6, "gateway not reached, or it refused the credentials"),
    TIMED_OUT(7, "timed out"),
    SIGNATURE(8, "signature verification failed"),
    USAGE(64, "wrong usage");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    /// One clause for help and documentation.
    public String meaning() {
        return meaning;
    }
}
