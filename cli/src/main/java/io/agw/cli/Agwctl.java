package io.agw.cli;

import io.agw.cli.command.Invocation;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import io.agw.cli.shell.Shell;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Runs one command line and answers its exit code: answers on standard output, everything else in
/// one line on standard error.
public final class Agwctl {
    private final Shell shell;

    public Agwctl(Shell shell) {
        this.shell = shell;
    }

    public int run(List<String> args) {
        try {
            return commands().execute(args.toArray(String[]::new));
        } finally {
            shell.out().flush();
            shell.err().flush();
        }
    }

    /// The commands, ready to run.
    CommandLine commands() {
        return Commands.tree(new Invocation(shell, Version.text()))
                .setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((e, _) -> misused(e))
                .setExecutionExceptionHandler((e, _, _) -> failed(e));
    }

    private int misused(ParameterException e) {
        var name = e.getCommandLine().getCommandSpec().qualifiedName();
        say(firstLine(e) + " (see: " + name + " --help)");
        return ExitCode.USAGE.code();
    }

    private int failed(Exception e) {
        // Whatever the command answered before it failed comes first.
        shell.out().flush();
        if (e instanceof CommandFailed failed) {
            say(failed.line());
            return failed.exitCode().code();
        }
        say("internal error: " + e.getClass().getSimpleName() + ": " + firstLine(e));
        if (shell.flag("AGW_DEBUG")) {
            for (var frame : e.getStackTrace()) {
                shell.err().println("    at " + frame);
            }
        }
        return ExitCode.INTERNAL.code();
    }

    private void say(String line) {
        shell.err().println("agwctl: " + line);
        shell.err().flush();
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
