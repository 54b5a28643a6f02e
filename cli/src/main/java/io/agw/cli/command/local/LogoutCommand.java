package io.agw.cli.command.local;

import io.agw.cli.client.AdminRefused;
import io.agw.cli.client.Logins;
import io.agw.cli.command.Invocation;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "logout", description = "End the kept login to a gateway.")
final class LogoutCommand implements Callable<Integer> {
    private final Invocation invocation;

    LogoutCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var logins = new Logins(invocation.shell());
        var anonymous = invocation.anonymous();
        var token = logins.token(anonymous.address());
        if (token.isEmpty()) {
            invocation.printer().line("not signed in to " + anonymous.address());
            return ExitCode.DONE.code();
        }
        // The token is forgotten here even when the gateway cannot be told.
        logins.forget(anonymous.address());
        try {
            invocation.withToken(token.get()).post("/admin/auth/logout", null);
        } catch (AdminRefused refused) {
            if (refused.status() != 401) {
                throw refused;
            }
        }
        invocation.printer().line("signed out of " + anonymous.address());
        return ExitCode.DONE.code();
    }
}
