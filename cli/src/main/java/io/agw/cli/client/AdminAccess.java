package io.agw.cli.client;

import io.agw.bundle.reference.EnvironmentFile;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import io.agw.cli.shell.Shell;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the Admin API is and how to sign in, as flags, environment, saved logins and a local
/// gateway's own file say, in this order.
public final class AdminAccess {
    private static final String DEFAULT_ADDRESS = "http://127.0.0.1:8019";

    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    private final Shell shell;
    private final Flags flags;

    public AdminAccess(Shell shell, Flags flags) {
        this.shell = shell;
        this.flags = flags;
    }

    /// What the command line says; every member may be absent.
    ///
    /// @param basicAuth `user:password`
    /// @param password `-`: the first line of standard input
    /// @param token of the gateway's settings; `-`: the first line of standard input
    public record Flags(
            @Nullable String address,
            @Nullable String basicAuth,
            @Nullable String user,
            @Nullable String password,
            @Nullable String token) {
        /// @throws CommandFailed when they name more than one way to sign in
        public Flags {
            var ways = new ArrayList<String>();
            if (basicAuth != null) {
                ways.add("--admin-basic-auth");
            }
            if (user != null) {
                ways.add("--admin-user");
            }
            if (token != null) {
                ways.add("--admin-token");
            }
            expectOne(ways);
        }
    }

    /// The gateway's address, without a path.
    public URI address() {
        var given =
                flags.address() != null
                        ? flags.address()
                        : shell.variable("AGW_ADMIN_ADDR").orElse(DEFAULT_ADDRESS);
        return address(given);
    }

    /// How to sign in there; empty when nothing is known.
    public Optional<Authorization> authorization() {
        return fromFlags()
                .or(this::fromVariables)
                .or(() -> new Logins(shell).token(address()).map(Authorization::bearer))
                .or(this::fromLocalGateway);
    }

    /// An address as people write it: scheme and trailing slashes may be missing or too much.
    ///
    /// @throws CommandFailed when it is none
    static URI address(String given) {
        var text = given.contains("://") ? given : "http://" + given;
        try {
            var uri = new URI(text.strip());
            var scheme = String.valueOf(uri.getScheme());
            if (uri.getHost() != null
                    && uri.getUserInfo() == null
                    && (scheme.equals("http") || scheme.equals("https"))) {
                return new URI(scheme, uri.getAuthority(), null, null, null);
            }
        } catch (URISyntaxException _) {
            // Said below, in words that fit.
        }
        throw new CommandFailed(
                ExitCode.USAGE,
                "admin address is malformed (expected: http://host:port or https://host:port, without user and path)");
    }

    private static void expectOne(List<String> ways) {
        if (ways.size() > 1) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    String.join(" and ", ways) + " together (expected: one of them)");
        }
    }

    private Optional<Authorization> fromVariables() {
        var basicAuth = shell.variable("AGW_ADMIN_BASIC_AUTH");
        var token = shell.variable("AGW_ADMIN_TOKEN");
        if (basicAuth.isPresent() && token.isPresent()) {
            expectOne(List.of("AGW_ADMIN_BASIC_AUTH", "AGW_ADMIN_TOKEN"));
        }
        return basicAuth.map(AdminAccess::basic).or(() -> token.map(AdminAccess::bearer));
    }

    private Optional<Authorization> fromFlags() {
        if (flags.token() != null) {
            return Optional.of(
                    bearer(flags.token().equals("-") ? shell.firstLine() : flags.token()));
        }
        if (flags.basicAuth() != null) {
            return Optional.of(basic(flags.basicAuth()));
        }
        if (flags.user() == null) {
            return Optional.empty();
        }
        return Optional.of(basic(flags.user() + ":" + password()));
    }

    private String password() {
        if (flags.password() != null) {
            return flags.password().equals("-") ? shell.firstLine() : flags.password();
        }
        return shell.variable("AGW_ADMIN_PASSWORD")
                .orElseThrow(() ->
                        new CommandFailed(
                                ExitCode.USAGE,
                                "--admin-user without a password (expected: --admin-password, --admin-password - for standard input, or AGW_ADMIN_PASSWORD)"));
    }

    /// What is in a header must not end it.
    private static Authorization bearer(String token) {
        if (!TOKEN.matcher(token).matches()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "admin token is malformed (expected: one word, as agwd make-token prints it)");
        }
        return Authorization.bearer(token);
    }

    private static Authorization basic(String userAndPassword) {
        if (userAndPassword.indexOf(':') <= 0) {
            throw new CommandFailed(
                    ExitCode.USAGE, "admin credentials are malformed (expected: user:password)");
        }
        return Authorization.basic(userAndPassword);
    }

    private Optional<Authorization> fromLocalGateway() {
        var folder = shell.resolve(shell.variable("AGW_DATA_DIR").orElse("data"));
        return credentials(folder.resolve("admin-credentials"));
    }

    private Optional<Authorization> credentials(Path file) {
        try {
            if (!Files.isReadable(file)) {
                return Optional.empty();
            }
            var variables = EnvironmentFile.parse(file.toString(), Files.readString(file));
            var forAddress = variables.get("AGW_ADMIN_ADDR");
            var basicAuth = variables.get("AGW_ADMIN_BASIC_AUTH");
            if (forAddress == null
                    || basicAuth == null
                    || !Loopback.same(address(forAddress), address())) {
                return Optional.empty();
            }
            return Optional.of(basic(basicAuth));
        } catch (IOException | IllegalArgumentException _) {
            // Not the gateway's own file, or not readable: as if there were none.
            return Optional.empty();
        }
    }
}
