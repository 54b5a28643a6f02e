package io.agw.cli.client;

import io.agw.cli.output.Json;
import io.agw.cli.output.OneLine;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The data plane, as an application uses it. Not thread-safe; holds no connection open.
public final class DataClient {
    private final Http http;
    private final URI base;
    private final List<Header> headers;
    private final Duration timeout;

    /// @param base with its `/v1`
    /// @param key a virtual key; empty: none is sent
    /// @param timeout of a whole answer; in a stream between two events; zero: for ever
    public DataClient(InstantSource clock, URI base, Optional<String> key, Duration timeout) {
        this.http = new Http(clock);
        this.base = base;
        this.timeout = timeout;
        this.headers = new ArrayList<>();
        key.ifPresent(value -> {
            headers.add(new Header("Authorization", "Bearer " + value));
            headers.add(new Header("x-api-key", value));
        });
    }

    /// The whole answer.
    ///
    /// @throws CommandFailed when there is none, or its status is 400 or higher
    public JsonNode post(String path, JsonNode body) {
        var answer = http.send(call(path, body));
        requireSuccess(answer.status(), answer.text());
        return parse(answer.text());
    }

    /// Gives the `data` of each event of a streamed answer to `events`, as it comes, `[DONE]`
    /// excepted. Returns when the stream ends, whether that was its proper end or not.
    public void stream(String path, JsonNode body, Consumer<JsonNode> events) {
        var call = call(path, body);
        boolean begun = false;
        try (var stream = http.stream(call);
                var lines =
                        new BufferedReader(
                                new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            if (stream.status() >= 400) {
                requireSuccess(stream.status(), lines.lines().collect(Collectors.joining("\n")));
            }
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                begun = true;
                if (line.startsWith("data:") && line.indexOf('{') > 0) {
                    events.accept(parse(line.substring("data:".length())));
                }
            }
        } catch (SocketTimeoutException e) {
            throw Http.failed(call, e);
        } catch (IOException e) {
            if (begun) {
                throw new CommandFailed(
                        ExitCode.INTERNAL, "the answer broke off (expected: its last event)");
            }
            throw Http.failed(call, e);
        }
    }

    private Call call(String path, JsonNode body) {
        return new Call(
                "POST",
                URI.create(base + path),
                headers,
                new Call.Body("application/json", Json.bytes(body)),
                timeout);
    }

    private static void requireSuccess(int status, String text) {
        if (status >= 300) {
            var error = parse(text).path("error");
            var said = error.path("message").asString("");
            throw new CommandFailed(
                    exitCode(status, error.path("code").asString("")),
                    "API error " + status + ": " + OneLine.of(said.isEmpty() ? text : said));
        }
    }

    private static ExitCode exitCode(int status, String code) {
        return switch (status) {
            // no key opens what an operator has closed
            case 403 ->
                    code.equals("route_disabled") || code.equals("provider_disabled")
                            ? ExitCode.BLOCKED
                            : ExitCode.UNREACHABLE;
            case 401, 429, 502, 503 -> ExitCode.UNREACHABLE;
            case 408, 504 -> ExitCode.TIMED_OUT;
            default -> status < 500 ? ExitCode.INVALID : ExitCode.INTERNAL;
        };
    }

    private static JsonNode parse(String text) {
        try {
            return Json.read(text);
        } catch (JacksonException _) {
            // Not JSON: whoever asks finds nothing in it.
            return MissingNode.getInstance();
        }
    }
}
