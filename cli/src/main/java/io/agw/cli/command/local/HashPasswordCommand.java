package io.agw.cli.command.local;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.agw.cli.command.Invocation;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "hash-password",
        description = {
            "Make the bcrypt hash of an admin password, as AGW_ADMIN_BASIC_AUTH_HASH takes it.",
            "The password is asked for on a terminal, else the first line of standard input."
        })
final class HashPasswordCommand implements Callable<Integer> {
    /// What bcrypt can take in.
    private static final int MOST_BYTES = 72;

    private final Invocation invocation;

    @Option(
            names = "--username",
            paramLabel = "NAME",
            description = "User that the password is for (default: admin).")
    String username = "admin";

    @Option(
            names = "--cost",
            paramLabel = "N",
            description = "Cost of the hash, 10 to 16 (default: 12).")
    int cost = 12;

    HashPasswordCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (cost < 10 || cost > 16) {
            throw new CommandFailed(ExitCode.USAGE, "--cost " + cost + " (expected: 10 to 16)");
        }
        if (username.isBlank() || username.contains(":")) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--username is malformed (expected: a name without ':')");
        }
        var password = invocation.shell().password("Password: ");
        int bytes = password.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MOST_BYTES) {
            throw new CommandFailed(
                    ExitCode.INVALID,
                    "password of " + bytes + " bytes (expected: 1 to " + MOST_BYTES + ")");
        }
        var hash = BCrypt.withDefaults().hashToString(cost, password.toCharArray());
        invocation.printer().line(username + ":" + hash);
        return ExitCode.DONE.code();
    }
}
