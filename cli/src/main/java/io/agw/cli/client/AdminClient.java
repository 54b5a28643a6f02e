package io.agw.cli.client;

import io.agw.cli.output.Json;
import io.agw.cli.output.OneLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The Admin API of one gateway. Not thread-safe; holds no connection open.
public final class AdminClient {
    private static final Duration QUIET = Duration.ofSeconds(60);

    private final Http http;
    private final URI address;
    private final List<Header> headers;
    private final Duration timeout;

    /// A client of the gateway at `address` (scheme, host and port, no path), which signs in unless
    /// `authorization` is empty or the settings bring an `Authorization` header of their own.
    public AdminClient(
            InstantSource clock,
            URI address,
            Optional<Authorization> authorization,
            Settings settings) {
        this.http = new Http(clock);
        this.address = address;
        this.headers = new ArrayList<>(settings.headers());
        if (headers.stream().noneMatch(header -> header.name().equalsIgnoreCase("Authorization"))) {
            authorization.ifPresent(
                    value -> headers.add(new Header("Authorization", value.header())));
        }
        headers.add(new Header("Accept", "application/json"));
        this.timeout = settings.timeout();
    }

    /// @param headers sent with every request
    /// @param timeout of one request
    public record Settings(List<Header> headers, Duration timeout) {
        public Settings {
            headers = List.copyOf(headers);
        }
    }

    /// Where the gateway is.
    public URI address() {
        return address;
    }

    /// @param path percent-encoded, with its query: {@link #path} and {@link #query} make both
    /// @throws AdminRefused on any status from 400 on
    /// @throws io.agw.cli.shell.CommandFailed when there is no answer
    public JsonNode get(String path) {
        return call("GET", path, null);
    }

    public JsonNode post(String path, @Nullable JsonNode body) {
        return call("POST", path, body);
    }

    public JsonNode delete(String path) {
        return call("DELETE", path, null);
    }

    /// Any method; a missing node when the answer has no body.
    public JsonNode call(String method, String path, @Nullable JsonNode body) {
        var content = body == null ? null : new Call.Body("application/json", Json.bytes(body));
        var answer = http.send(request(method, path, content, timeout));
        var tree = parse(answer.text());
        requireSuccess(answer, tree);
        return tree;
    }

    /// The text of an answer that is not JSON.
    public String text(String path) {
        var answer = http.send(request("GET", path, null, timeout));
        requireSuccess(
                answer, answer.status() < 400 ? MissingNode.getInstance() : parse(answer.text()));
        return answer.text();
    }

    /// Writes an answer as it comes, however long it is.
    ///
    /// @param out flushed, not closed
    public void copy(String path, PrintStream out) {
        var call = request("GET", path, null, timeout);
        try (var stream = http.stream(call)) {
            if (stream.status() >= 300) {
                var text = new String(stream.body().readAllBytes(), StandardCharsets.UTF_8);
                requireSuccess(new Http.Answer(stream.status(), text), parse(text));
            }
            stream.body().transferTo(out);
            out.flush();
        } catch (IOException e) {
            throw Http.failed(call, e);
        }
    }

    /// Reads a stream of events; `wanted` is asked at the start and after every event or heartbeat,
    /// and ends it with `false`. Returns as well when the stream ends or stays silent.
    public void events(String path, Predicate<String> wanted) {
        var call = request("GET", path, null, QUIET);
        try (var stream = http.stream(call);
                var lines =
                        new BufferedReader(
                                new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            if (stream.status() >= 400) {
                var text = lines.lines().collect(Collectors.joining("\n"));
                requireSuccess(new Http.Answer(stream.status(), text), parse(text));
            }
            boolean more = wanted.test("");
            for (var line = lines.readLine(); more && line != null; line = lines.readLine()) {
                more = line.isEmpty() || wanted.test(line);
            }
        } catch (IOException e) {
            throw Http.failed(call, e);
        }
    }

    /// Joins segments of a path, each percent-encoded: `path("/admin/agents", id)`.
    public static String path(String base, String... segments) {
        var path = new StringBuilder(base);
        for (var segment : segments) {
            path.append('/').append(encode(segment));
        }
        return path.toString();
    }

    /// `?a=b&c=d` of the members that are not empty; empty when none is.
    public static String query(Map<String, String> parameters) {
        var query =
                parameters.entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                        .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Call request(
            String method, String path, Call.@Nullable Body body, Duration callTimeout) {
        return new Call(method, URI.create(address + path), headers, body, callTimeout);
    }

    private static void requireSuccess(Http.Answer answer, JsonNode tree) {
        if (answer.status() >= 300) {
            throw new AdminRefused(answer.status(), tree, message(answer.status(), tree));
        }
    }

    private static String message(int status, JsonNode tree) {
        var said = tree.path("error").asString("");
        return switch (status) {
            case 401 ->
                    "admin API error 401: unauthorized (expected: --admin-basic-auth, --admin-token, AGW_ADMIN_BASIC_AUTH, AGW_ADMIN_TOKEN, agwctl login, or data/admin-credentials)";
            case 501 -> "not available: this gateway's build does not have that plane yet";
            default ->
                    "admin API error " + status + (said.isEmpty() ? "" : ": " + OneLine.of(said));
        };
    }

    private static JsonNode parse(String text) {
        if (text.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return Json.read(text);
        } catch (JacksonException _) {
            // A proxy's page, for example: the status says what there is to say.
            return MissingNode.getInstance();
        }
    }
}
