package io.agw.cli.command.local;

import io.agw.cli.client.Logins;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Json;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "login",
        description = {
            "Sign in to a gateway and keep the token for later commands.",
            "The password is asked for on a terminal, else the first line of standard input."
        })
final class LoginCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Option(
            names = "--username",
            paramLabel = "NAME",
            description = "User to sign in as (default: admin).")
    String username = "admin";

    LoginCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var admin = invocation.anonymous();
        var password = invocation.shell().password("Password of " + username + ": ");
        var answer =
                admin.post(
                        "/admin/auth/login",
                        Json.object().put("username", username).put("password", password));
        new Logins(invocation.shell())
                .save(
                        admin.address(),
                        answer.path("token").asString(),
                        answer.path("expires_at").asString(""));
        invocation
                .printer()
                .line(
                        "signed in to "
                                + admin.address()
                                + " as "
                                + answer.path("username").asString(username)
                                + " ("
                                + answer.path("role").asString("admin")
                                + ")");
        return ExitCode.DONE.code();
    }
}
