package io.agw.cli.command.chat;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What both commands take.
final class ChatOptions {
    @Parameters(
            paramLabel = "PROMPT",
            arity = "0..1",
            description = "The question; - reads it from standard input (AGW_PROMPT).")
    @Nullable String prompt;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Data plane (AGW_BASE_URL; default: http://127.0.0.1:8080/v1).")
    @Nullable String baseUrl;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description =
                    "Virtual key (AGW_API_KEY; default: the first enabled key of a local gateway).")
    @Nullable String apiKey;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "Model (AGW_MODEL; default: the route's).")
    @Nullable String model;

    @Option(
            names = "--system",
            paramLabel = "TEXT",
            description = "Instructions (AGW_SYSTEM_PROMPT).")
    @Nullable String system;

    @Option(
            names = "--stream",
            negatable = true,
            description = "Print the answer as it comes (default: on a terminal).")
    @Nullable Boolean stream;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Longest wait; 0: for ever (AGW_TIMEOUT; default: 30).")
    @Nullable Integer timeout;
}
