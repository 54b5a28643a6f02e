package io.agw.cli.shell;

/// A command ends here: one line on standard error and an exit code. Caught in one place, by the
/// runner.
public class CommandFailed extends RuntimeException {
    private final ExitCode exitCode;

    /// @param message one line, lower case, no full stop, no secret
    public CommandFailed(ExitCode exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /// The message, which is never null here.
    public String line() {
        return String.valueOf(getMessage());
    }
}
