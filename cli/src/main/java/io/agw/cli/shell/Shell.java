package io.agw.cli.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// What the caller gives a command. The streams are the caller's; nothing here closes them.
///
/// @param environment the process environment over `.env.local` over `.env`
/// @param directory where relative paths start
/// @param in standard input
/// @param out answers, UTF-8
/// @param err errors, warnings and progress, UTF-8
/// @param terminal whether a person watches: standard input and output are a terminal
/// @param clock the wall clock
public record Shell(
        Map<String, String> environment,
        Path directory,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean terminal,
        InstantSource clock) {
    public Shell {
        environment = Map.copyOf(environment);
    }

    /// A variable that is set and not blank.
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /// Whether a variable says yes: `true` or `1`.
    public boolean flag(String name) {
        return variable(name)
                .filter(value -> value.equals("true") || value.equals("1"))
                .isPresent();
    }

    /// A path of the caller as it can be opened.
    public Path resolve(String path) {
        return directory.resolve(path).normalize();
    }

    /// The first line of standard input, for a password that is piped in.
    public String firstLine() {
        try {
            var line =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                            .readLine();
            if (line == null) {
                throw new CommandFailed(
                        ExitCode.USAGE, "standard input is empty (expected: one line)");
            }
            return line;
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.INTERNAL, "standard input: " + e.getMessage());
        }
    }

    /// A password: asked for without echo on a terminal, else the first line of standard input.
    public String password(String prompt) {
        var console = terminal ? System.console() : null;
        if (console == null) {
            return firstLine();
        }
        var typed = console.readPassword("%s", prompt);
        if (typed == null) {
            throw new CommandFailed(ExitCode.USAGE, "no password (expected: one line)");
        }
        return new String(typed);
    }
}
