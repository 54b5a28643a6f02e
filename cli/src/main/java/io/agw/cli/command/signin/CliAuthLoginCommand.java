package io.agw.cli.command.signin;

import io.agw.cli.client.AdminClient;
import io.agw.cli.client.AdminRefused;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Format;
import io.agw.cli.output.Json;
import io.agw.cli.output.OneLine;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "login",
        description = {
            "Sign in at a vendor for the gateway, which keeps the tokens.",
            "The vendor's page is opened here. Where its browser cannot come back to this machine,"
                    + " paste the address that it ends at."
        })
final class CliAuthLoginCommand implements Callable<Integer> {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    /// The gateway asks the vendor while it answers.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Invocation invocation;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "codex, claudecode (or claude) or gemini.")
    @Nullable String name;

    @Option(names = "--authenticator", paramLabel = "NAME", description = "The same as NAME.")
    @Nullable String authenticator;

    @Option(
            names = {"--provider-id", "--provider"},
            paramLabel = "ID",
            description = "Provider that a new credential is for.")
    @Nullable String providerId;

    @Option(
            names = "--credential-id",
            paramLabel = "ID",
            description = "Credential that is there already and gets new tokens.")
    @Nullable String credentialId;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "Scope of the new credential (default: id: and the provider).")
    @Nullable String scope;

    @Option(
            names = "--label",
            paramLabel = "TEXT",
            description = "Label of the new credential (default: the account's email address).")
    @Nullable String label;

    @Option(
            names = "--callback-port",
            paramLabel = "N",
            description = "Port of the local callback; 0: any (default: what is configured).")
    @Nullable Integer callbackPort;

    @Option(names = "--no-browser", description = "Print the address instead of opening it.")
    boolean noBrowser;

    @Option(names = "--device-flow", description = "Enter a code at the vendor's page instead.")
    boolean deviceFlow;

    CliAuthLoginCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var admin = invocation.admin(PATIENCE);
        try (var answers = new Answers(invocation.shell().in())) {
            if (!deviceFlow) {
                answers.listen(callbackPort == null ? 0 : callbackPort);
            }
            var login =
                    admin.post(
                            path("/admin/cliauth/authenticators", flow(), "login"), order(answers));
            report(follow(admin, login, answers));
        }
        return ExitCode.DONE.code();
    }

    private String flow() {
        if (name != null && authenticator != null) {
            throw usage("NAME and --authenticator together (expected: one of them)");
        }
        var flow = name == null ? authenticator : name;
        if (flow == null) {
            throw usage("NAME is missing (expected: codex, claudecode or gemini)");
        }
        if ((providerId == null) == (credentialId == null)) {
            throw usage("(expected: either --provider-id or --credential-id)");
        }
        return flow;
    }

    private JsonNode order(Answers answers) {
        var order = Json.object();
        if (providerId != null) {
            order.put("provider_id", providerId);
        }
        if (credentialId != null) {
            order.put("credential_id", credentialId);
        }
        if (scope != null) {
            order.put("scope", scope);
        }
        if (label != null) {
            order.put("label", label);
        }
        if (deviceFlow) {
            return order.put("device_flow", true);
        }
        return order.put(callbackPort == null ? "free_port" : "callback_port", answers.port());
    }

    /// Until the login has ended.
    private JsonNode follow(AdminClient admin, JsonNode begun, Answers answers) {
        var id = begun.path("login_id").asString();
        try {
            comeBackTo(begun.path("redirect_uri").asString(""), answers);
            show(begun);
            if (!begun.has("user_code")) {
                answers.readInput();
            }
            var login = begun;
            while (isRunning(login)) {
                var answer = answers.next(PERIOD);
                login = answer == null ? admin.get(one(id)) : handOver(admin, id, answer);
            }
            return login;
        } catch (CommandFailed e) {
            giveUp(admin, id);
            throw e;
        }
    }

    /// Nothing that was begun stays in the way of the next attempt.
    private static void giveUp(AdminClient admin, String id) {
        try {
            admin.post(one(id) + "/cancel", null);
        } catch (CommandFailed _) {
            // it has ended, or ends by itself
        }
    }

    /// Listens where the gateway says that the browser is sent.
    private static void comeBackTo(String redirectUri, Answers answers) {
        if (redirectUri.isEmpty()) {
            return;
        }
        var uri = URI.create(redirectUri);
        if ("localhost".equals(uri.getHost())) {
            answers.expect(uri.getPath(), uri.getPort());
        }
    }

    private void show(JsonNode login) {
        var page = login.path("verification_url").asString("");
        if (login.has("user_code")) {
            invocation.note("enter the code " + login.path("user_code").asString() + " at " + page);
            return;
        }
        boolean quiet = noBrowser || login.path("no_browser").asBoolean(false);
        boolean opened = !quiet && new Browser(invocation.shell()).open(page);
        invocation.note((opened ? "opened " : "open this page to sign in: ") + page);
        invocation.note(
                "when the browser cannot come back here, paste the address that it ends at:");
    }

    private JsonNode handOver(AdminClient admin, String id, String answer) {
        try {
            return admin.post(one(id) + "/callback", Json.object().put("answer", answer));
        } catch (AdminRefused e) {
            if (e.status() != 400) {
                throw e;
            }
            invocation.note("not taken: " + e.line());
            return admin.get(one(id));
        }
    }

    private void report(JsonNode login) {
        if (!login.path("status").asString().equals("succeeded")) {
            var why = OneLine.of(login.path("error").asString("the login failed"));
            boolean late = login.path("phase").asString("").equals("expired");
            throw new CommandFailed(
                    late ? ExitCode.TIMED_OUT : ExitCode.UNREACHABLE, "not signed in: " + why);
        }
        var printer = invocation.printer();
        if (printer.format() == Format.TABLE) {
            printer.line("signed in: credential " + login.path("credential_id").asString());
        } else {
            printer.tree(login);
        }
    }

    private static boolean isRunning(JsonNode login) {
        var status = login.path("status").asString("");
        return status.equals("running") || status.equals("login_started");
    }

    private static String one(String id) {
        return path("/admin/cliauth/logins", id);
    }

    private static String path(String base, String... segments) {
        return AdminClient.path(base, segments);
    }

    private static CommandFailed usage(String message) {
        return new CommandFailed(ExitCode.USAGE, message + " (see: agwctl cliauth login --help)");
    }
}
