package io.agw.cli.command.chat;

import io.agw.cli.command.Invocation;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "responses", description = "Ask a model through the gateway's responses API.")
final class ResponsesCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin ChatOptions options = new ChatOptions();

    @Option(
            names = "--max-output-tokens",
            paramLabel = "N",
            description = "Most tokens of the answer (AGW_MAX_TOKENS; default: 128).")
    @Nullable Integer maxTokens;

    ResponsesCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        return new Asking(invocation, options).ask(new Responses(), Optional.ofNullable(maxTokens));
    }
}
