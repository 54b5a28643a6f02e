package io.agw.cli.command.local;

import io.agw.cli.command.Invocation;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = {
            "Print a completion script.",
            "  bash: source <(agwctl completion bash)",
            "  zsh:  source <(agwctl completion zsh)",
            "  fish: agwctl completion fish | source"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Spec @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    String kind = "";

    CompletionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not run by the parser");
        }
        var root = spec.root().commandLine();
        var script =
                switch (kind) {
                    case "bash" -> AutoComplete.bash("agwctl", root);
                    case "zsh" ->
                            "autoload -U +X compinit && compinit\n"
                                    + "autoload -U +X bashcompinit && bashcompinit\n"
                                    + AutoComplete.bash("agwctl", root);
                    case "fish" -> FishCompletion.script(root);
                    default ->
                            throw new CommandFailed(
                                    ExitCode.USAGE,
                                    "completion " + kind + " (expected: bash, zsh or fish)");
                };
        invocation.printer().text(script);
        return ExitCode.DONE.code();
    }
}
