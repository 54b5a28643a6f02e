package io.agw.cli.command.trace;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Format;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "get", description = "Show a trace as a tree.")
final class TraceGetCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "ID", description = "Trace id.")
    String id = "";

    @Option(names = "--attributes", description = "Show attributes as well.")
    boolean attributes;

    TraceGetCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var printer = invocation.printer();
        var trace = invocation.admin().get(AdminClient.path("/admin/traces", id));
        if (printer.format() == Format.TABLE) {
            printer.text(new TraceTree(printer.style(), attributes).of(trace));
        } else {
            printer.tree(trace);
        }
        return ExitCode.DONE.code();
    }
}
