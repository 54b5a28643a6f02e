package io.agw.cli.command.chat;

import io.agw.cli.client.DataClient;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Format;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Asks and prints the answer.
final class Asking {
    private static final String DEFAULT_BASE = "http://127.0.0.1:8080/v1";
    private static final String DEFAULT_PROMPT = "Say hello in one sentence.";

    private final Invocation invocation;
    private final ChatOptions options;

    Asking(Invocation invocation, ChatOptions options) {
        this.invocation = invocation;
        this.options = options;
    }

    int ask(Surface surface, Optional<Integer> maxTokens) {
        var printer = invocation.printer();
        boolean stream = isStreamed() && printer.format() == Format.TABLE;
        var question =
                new Question(
                        given(options.model, "AGW_MODEL"),
                        given(options.system, "AGW_SYSTEM_PROMPT"),
                        prompt(),
                        maxTokens.orElseGet(() -> number("AGW_MAX_TOKENS", 128)),
                        stream);
        var client = client();
        if (stream) {
            print(client, surface, question);
            return ExitCode.DONE.code();
        }
        JsonNode answer;
        try (var _ = invocation.progress("asking")) {
            answer = client.post(surface.path(), surface.request(question));
        }
        if (printer.format() == Format.TABLE) {
            printer.line(shown(surface.text(answer)));
            surface.usage(answer).ifPresent(printer::line);
        } else {
            printer.tree(answer);
        }
        return ExitCode.DONE.code();
    }

    private void print(DataClient client, Surface surface, Question question) {
        var printer = invocation.printer();
        var stream = new Streamed(surface, text -> printer.text(shown(text)));
        try {
            client.stream(surface.path(), surface.request(question), stream::take);
        } finally {
            if (stream.hasText()) {
                printer.line("");
            }
        }
        stream.requireEnd();
    }

    /// A model's text as a terminal may see it: line breaks and tabs, no other control characters.
    private static String shown(String text) {
        return text.replaceAll("[\\p{Cc}&&[^\\n\\t]]", "");
    }

    private boolean isStreamed() {
        return options.stream == null ? invocation.shell().terminal() : options.stream;
    }

    private DataClient client() {
        var base = base(given(options.baseUrl, "AGW_BASE_URL").orElse(DEFAULT_BASE));
        var key = given(options.apiKey, "AGW_API_KEY");
        return new DataClient(
                invocation.shell().clock(),
                base,
                key.isPresent() ? key : new LocalKey(invocation).forGateway(base),
                Duration.ofSeconds(
                        options.timeout == null ? number("AGW_TIMEOUT", 30) : options.timeout));
    }

    private static URI base(String given) {
        var text = given.replaceAll("/+$", "");
        try {
            var uri = URI.create(text.endsWith("/v1") ? text : text + "/v1");
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).startsWith("http")) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new CommandFailed(
                ExitCode.USAGE, "base URL is malformed (expected: http://host:port/v1)");
    }

    private String prompt() {
        if (options.prompt != null && options.prompt.equals("-")) {
            try {
                return new String(invocation.shell().in().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new CommandFailed(ExitCode.INTERNAL, "standard input: " + e.getMessage());
            }
        }
        return given(options.prompt, "AGW_PROMPT").orElse(DEFAULT_PROMPT);
    }

    private Optional<String> given(@Nullable String option, String variable) {
        return option != null ? Optional.of(option) : invocation.shell().variable(variable);
    }

    private int number(String variable, int otherwise) {
        var text = invocation.shell().variable(variable);
        try {
            return text.map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException _) {
            throw new CommandFailed(
                    ExitCode.USAGE, variable + " " + text.orElse("") + " (expected: a number)");
        }
    }
}
