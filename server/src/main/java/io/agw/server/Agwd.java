package io.agw.server;

import io.agw.server.admin.access.Accounts;
import io.agw.server.admin.access.FirstStart;
import io.agw.server.admin.access.PasswordHash;
import io.agw.server.listen.ListenFailure;
import io.agw.server.settings.AgwdSettings;
import io.agw.server.settings.Given;
import io.agw.server.settings.Setting;
import io.agw.server.settings.SettingsRead;
import io.agw.server.settings.SettingsReader;
import io.agw.server.telemetry.Logs;
import io.agw.server.wiring.Gateway;
import io.agw.server.wiring.StartFailure;
import io.agw.store.StoreException;
import io.agw.store.sqlite.SqliteStore;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The program `agwd`: reads its settings, starts a {@link Gateway}, and ends it on a signal.
public final class Agwd {
    private static final int GOOD = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 64;
    private static final String HASH_PASSWORD = "hash-password";

    private final Clock clock = Clock.systemUTC();
    private final String version = Version.read();

    private Agwd() {}

    public static void main(String[] args) {
        System.exit(new Agwd().run(args));
    }

    private int run(String[] args) {
        var line = new CommandLine(spec());
        line.setExecutionStrategy(this::executed);
        line.setParameterExceptionHandler((e, _) -> {
            System.err.println("agwd: " + e.getMessage());
            System.err.println("agwd --help lists what there is");
            return USAGE;
        });
        return line.execute(args);
    }

    private CommandSpec spec() {
        var spec =
                command(
                        "agwd",
                        "Agent Gateway: serves models, tools and agents as bundles in git say.");
        spec.usageMessage()
                .width(100)
                .abbreviateSynopsis(true)
                .footer(
                        "",
                        "Each option has a key in agwd.yaml and a variable AGW_…, and wins over both.");
        for (var setting : Setting.values()) {
            setting.flag().ifPresent(flag -> spec.addOption(option(setting, flag)));
        }
        for (var sub :
                List.of(
                        command(
                                HASH_PASSWORD,
                                "Make the hash of a password read from standard input."),
                        MakeToken.completed(
                                command(
                                        MakeToken.NAME,
                                        "Make a token for a program, and its line for admin.tokens.")),
                        command(
                                "rekey",
                                "Encrypt every secret in the store with a new master key."))) {
            spec.addSubcommand(sub.name(), sub);
        }
        return spec;
    }

    /// picocli's own options of help are called by variables, which would never be resolved.
    private CommandSpec command(String name, String purpose) {
        var spec =
                CommandSpec.create()
                        .name(name)
                        .interpolateVariables(false) // settings are about ${file:PATH} as written
                        .version("agwd " + version)
                        .addOption(
                                OptionSpec.builder("-h", "--help")
                                        .usageHelp(true)
                                        .description("print this help and exit")
                                        .build())
                        .addOption(
                                OptionSpec.builder("-V", "--version")
                                        .versionHelp(true)
                                        .description("print the version and exit")
                                        .build());
        spec.usageMessage().description(purpose);
        return spec;
    }

    private static OptionSpec option(Setting setting, String flag) {
        var isSwitch = setting.placeholder().equals("BOOLEAN");
        var builder =
                OptionSpec.builder(flag)
                        .paramLabel(setting.placeholder())
                        .description(
                                setting.purpose()
                                        + (setting.fallback().isEmpty()
                                                ? ""
                                                : " (default: " + setting.fallback() + ")"))
                        .type(String[].class)
                        .auxiliaryTypes(String.class);
        return (isSwitch ? builder.arity("0..1").fallbackValue("true") : builder.arity("1"))
                .build();
    }

    /// picocli asks its handler of exceptions only about those of its own strategies.
    private int executed(ParseResult parsed) {
        try {
            return execute(parsed);
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    private int execute(ParseResult parsed) {
        var help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        if (parsed.hasSubcommand()
                && parsed.subcommand().commandSpec().name().equals(HASH_PASSWORD)) {
            return hashPassword();
        }
        if (parsed.hasSubcommand()
                && parsed.subcommand().commandSpec().name().equals(MakeToken.NAME)) {
            return new MakeToken(clock).run(parsed.subcommand()) ? GOOD : USAGE;
        }
        var flags = new EnumMap<Setting, List<String>>(Setting.class);
        for (var setting : Setting.values()) {
            setting.flag()
                    .filter(parsed::hasMatchedOption)
                    .ifPresent(flag ->
                            flags.put(
                                    setting,
                                    List.of(parsed.matchedOptionValue(flag, new String[0]))));
        }
        var given = new Given(flags, System.getenv(), Path.of("").toAbsolutePath());
        return switch (SettingsReader.read(given, clock)) {
            case SettingsRead.Bad(var problems) -> {
                problems.forEach(problem -> System.err.println("agwd: " + problem));
                yield USAGE;
            }
            case SettingsRead.Good(var settings, var warnings) -> {
                warnings.forEach(warning -> System.err.println("agwd: " + warning));
                var logs = Logs.install(settings.log(), System.err);
                try {
                    yield parsed.hasSubcommand() ? rekey(settings) : serve(settings);
                } finally {
                    logs.uninstall();
                }
            }
        };
    }

    private int serve(AgwdSettings settings) {
        var gateway = new Gateway(settings, accounts(settings), clock, version);
        try {
            gateway.start();
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
        var scheme = settings.admin().tls().isPresent() ? "https" : "http";
        FirstStart.announce(
                settings.dataDirectory(),
                scheme + "://" + settings.admin().host() + ":" + gateway.adminPort());
        System.err.println(
                "agwd "
                        + version
                        + " serves clients at "
                        + settings.data().host()
                        + ":"
                        + gateway.dataPort()
                        + " and operators at "
                        + settings.admin().host()
                        + ":"
                        + gateway.adminPort());
        Signals.awaitEnd(gateway::hurry);
        gateway.drain();
        return GOOD;
    }

    private static Accounts accounts(AgwdSettings settings) {
        var accounts = settings.access().accounts();
        if (accounts.haveAdmin()) {
            return accounts;
        }
        try {
            return accounts.with(FirstStart.account(settings.dataDirectory(), new SecureRandom()));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new StartFailure(String.valueOf(e.getMessage()));
        }
    }

    private int rekey(AgwdSettings settings) {
        SqliteStore.rekey(settings.store(), clock);
        System.err.println("agwd: every secret is encrypted with the new master key");
        return GOOD;
    }

    private static int hashPassword() {
        // there is none when either end is no terminal
        var console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        try {
            var password =
                    console.isPresent()
                            ? new String(typed(console.get()))
                            : new BufferedReader(
                                            new InputStreamReader(
                                                    System.in, StandardCharsets.UTF_8))
                                    .readLine();
            if (password == null || password.isEmpty()) {
                System.err.println("agwd: no password on standard input (expected: one line)");
                return USAGE;
            }
            System.out.println(FirstStart.NAME + ":" + PasswordHash.of(password));
            return GOOD;
        } catch (IOException e) {
            System.err.println("agwd: standard input cannot be read: " + e.getMessage());
            return FAILED;
        }
    }

    /// Nothing when the terminal was closed instead.
    private static char[] typed(Console console) {
        return Objects.requireNonNullElse(console.readPassword("password: "), new char[0]);
    }

    /// What cannot be started is said in a line; what should not happen shows where it did.
    private static int failed(RuntimeException e) {
        if (e instanceof StartFailure
                || e instanceof ListenFailure
                || e instanceof StoreException) {
            System.err.println("agwd: " + e.getMessage());
        } else {
            e.printStackTrace();
        }
        return FAILED;
    }
}
