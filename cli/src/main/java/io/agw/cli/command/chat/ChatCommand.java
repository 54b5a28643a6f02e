package io.agw.cli.command.chat;

import io.agw.cli.command.Invocation;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "chat", description = "Ask a model through the gateway.")
final class ChatCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin ChatOptions options = new ChatOptions();

    @Option(
            names = "--api",
            paramLabel = "API",
            description = "openai, anthropic or cc (AGW_API; default: openai).")
    @Nullable String api;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Most tokens of the answer (AGW_MAX_TOKENS; default: 128).")
    @Nullable Integer maxTokens;

    ChatCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var word =
                Optional.ofNullable(api)
                        .or(() -> invocation.shell().variable("AGW_API"))
                        .orElse("openai");
        Surface surface =
                switch (word) {
                    case "openai" -> new ChatCompletions();
                    case "anthropic" -> Messages.ofAnthropic();
                    case "cc" -> Messages.ofClaudeCode();
                    default ->
                            throw new CommandFailed(
                                    ExitCode.USAGE,
                                    "--api " + word + " (expected: openai, anthropic or cc)");
                };
        return new Asking(invocation, options).ask(surface, Optional.ofNullable(maxTokens));
    }
}
