package io.agw.cli.command.local;

import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "login",
        description =
                "Sign in at a vendor here and store the credential. Not part of this build yet.")
final class CliAuthLoginCommand implements Callable<Integer> {
    @Option(
            names = "--authenticator",
            required = true,
            paramLabel = "NAME",
            description = "codex, claudecode or gemini.")
    @Nullable String authenticator;

    @Option(
            names = "--provider-id",
            required = true,
            paramLabel = "ID",
            description = "Provider that the credential is for.")
    @Nullable String providerId;

    @Option(names = "--scope", paramLabel = "SCOPE", description = "Scope of the credential.")
    @Nullable String scope;

    @Option(names = "--label", paramLabel = "TEXT", description = "Label of the credential.")
    @Nullable String label;

    @Option(
            names = "--callback-port",
            paramLabel = "N",
            description = "Port of the local callback; 0: any.")
    @Nullable Integer callbackPort;

    @Option(names = "--no-browser", description = "Print the address instead of opening it.")
    boolean noBrowser;

    @Option(names = "--device-flow", description = "Use the device flow.")
    boolean deviceFlow;

    @Option(
            names = "--transport-profile",
            paramLabel = "NAME",
            description = "How the vendor is called.")
    @Nullable String transportProfile;

    @Override
    public Integer call() {
        throw new CommandFailed(
                ExitCode.INTERNAL, "not available: this build does not have CLI logins yet");
    }
}
