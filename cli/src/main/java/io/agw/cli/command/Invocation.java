package io.agw.cli.command;

import io.agw.cli.client.AdminAccess;
import io.agw.cli.client.AdminClient;
import io.agw.cli.client.Authorization;
import io.agw.cli.client.Header;
import io.agw.cli.output.Format;
import io.agw.cli.output.Printer;
import io.agw.cli.output.Progress;
import io.agw.cli.output.Style;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import io.agw.cli.shell.Shell;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One run of `agwctl`: the caller's shell, the global options, and what follows from both. A
/// command asks it for what it needs when it needs it.
public final class Invocation {
    private static final Set<Format> COMMON = EnumSet.of(Format.TABLE, Format.JSON, Format.YAML);

    private final Shell shell;
    private final String version;
    private final GlobalOptions options = new GlobalOptions();

    /// @param version of this program
    public Invocation(Shell shell, String version) {
        this.shell = shell;
        this.version = version;
    }

    /// The version of this program.
    public String version() {
        return version;
    }

    public Shell shell() {
        return shell;
    }

    /// The parser's target of the global options.
    public GlobalOptions options() {
        return options;
    }

    /// Prints in the asked format: `table`, `json` or `yaml`.
    public Printer printer() {
        return printer(COMMON);
    }

    /// Prints in the asked format, in the usual one when none is asked for.
    public Printer printer(Format usual) {
        return printer(COMMON, usual);
    }

    /// Prints in the asked format, which must be one of these.
    public Printer printer(Set<Format> known) {
        return printer(known, Format.TABLE);
    }

    private Printer printer(Set<Format> known, Format usual) {
        var word = options.output == null ? usual.word() : options.output;
        var format =
                Format.of(word)
                        .filter(known::contains)
                        .orElseThrow(() -> unknownFormat(word, known));
        return new Printer(shell.out(), format, style());
    }

    /// Colours on a terminal, unless told otherwise.
    public Style style() {
        return new Style(
                shell.terminal()
                        && !options.noColor
                        && shell.variable("NO_COLOR").isEmpty()
                        && !shell.variable("TERM").filter("dumb"::equals).isPresent());
    }

    /// Says on standard error that work goes on, once it takes long and somebody watches.
    public Progress progress(String doing) {
        return Progress.of(shell.err(), shell.clock(), doing, shell.terminal());
    }

    /// One line on standard error.
    public void note(String line) {
        shell.err().println(line);
        shell.err().flush();
    }

    /// The Admin API, signed in as the caller.
    public AdminClient admin() {
        return admin(Duration.ofSeconds(options.adminTimeout));
    }

    /// The Admin API with another time-out, for calls that wait.
    public AdminClient admin(Duration timeout) {
        var access = access();
        return new AdminClient(
                shell.clock(), access.address(), access.authorization(), settings(timeout));
    }

    /// The Admin API without credentials, for a login.
    public AdminClient anonymous() {
        return as(Optional.empty());
    }

    /// The Admin API with the token of a login.
    public AdminClient withToken(String token) {
        return as(Optional.of(Authorization.bearer(token)));
    }

    private AdminClient as(Optional<Authorization> authorization) {
        return new AdminClient(
                shell.clock(),
                access().address(),
                authorization,
                settings(Duration.ofSeconds(options.adminTimeout)));
    }

    private AdminAccess access() {
        return new AdminAccess(
                shell,
                new AdminAccess.Flags(
                        options.adminAddress,
                        options.adminBasicAuth,
                        options.adminUser,
                        options.adminPassword,
                        options.adminToken));
    }

    private AdminClient.Settings settings(Duration timeout) {
        return new AdminClient.Settings(
                options.adminHeaders.stream().map(Header::parse).toList(), timeout);
    }

    private static CommandFailed unknownFormat(String word, Set<Format> known) {
        var words =
                Arrays.stream(Format.values())
                        .filter(known::contains)
                        .map(Format::word)
                        .collect(Collectors.joining(", "));
        return new CommandFailed(
                ExitCode.USAGE, "-o " + word + " (expected: one of " + words + ")");
    }
}
