package io.agw.cli.command.usage;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Invocation;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "summary", description = "Show what requests add up to.")
final class SummaryCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin Selection selection = new Selection();

    SummaryCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var printer = invocation.printer();
        var query = AdminClient.query(selection.query(invocation));
        printer.single(Measures.after(), invocation.admin().get("/admin/usage/summary" + query));
        return ExitCode.DONE.code();
    }
}
