package io.agw.cli.command.subject;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Invocation;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "resume",
        description = {
            "End every pause of an agent.",
            "What a budget has not left stays refused, until there is room again."
        })
final class ResumeCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "ID", description = "The agent.")
    String id = "";

    ResumeCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        return run(invocation, id);
    }

    static int run(Invocation invocation, String id) {
        var printer = invocation.printer();
        var path = AdminClient.path(PauseCommand.AGENTS, id) + "/resume";
        invocation.admin().call("POST", path, null);
        printer.line("agent " + id + " resumed");
        return ExitCode.DONE.code();
    }
}
