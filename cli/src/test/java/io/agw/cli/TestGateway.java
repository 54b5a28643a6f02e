package io.agw.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// An HTTP server on a free port that plays a gateway: it wants the right credentials, remembers
/// what it was asked, and answers what the test told it to, else 404.
final class TestGateway implements AutoCloseable {
    static final String USER_AND_PASSWORD = "admin:s3cret-admin-password";
    private static final String BASIC =
            "Basic "
                    + Base64.getEncoder()
                            .encodeToString(USER_AND_PASSWORD.getBytes(StandardCharsets.UTF_8));

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Function<Asked, Answer>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    TestGateway() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /// A request as it arrived; `path` is raw, with its query.
    record Asked(String method, String path, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    /// An answer; `contentType` JSON unless said otherwise.
    record Answer(int status, String contentType, String body) {
        static Answer json(int status, String body) {
            return new Answer(status, "application/json", body);
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    Asked last() {
        return asked.getLast();
    }

    /// @param call `METHOD /raw/path`, with the query if there is one
    TestGateway on(String call, int status, String body) {
        return on(call, _ -> Answer.json(status, body));
    }

    TestGateway on(String call, Function<Asked, Answer> answer) {
        answers.put(call, answer);
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request =
                    new Asked(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            Map.copyOf(exchange.getRequestHeaders()),
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
            asked.add(request);
            var answer = answer(request);
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(Asked request) {
        boolean open =
                !request.path().startsWith("/admin/") || request.path().equals("/admin/auth/login");
        if (!open && !isSignedIn(request.header("Authorization"))) {
            return Answer.json(401, "{\"error\":\"unauthorized\",\"code\":\"unauthorized\"}");
        }
        var answer = answers.get(request.method() + " " + request.path());
        return answer == null
                ? Answer.json(404, "{\"error\":\"no such path\",\"code\":\"not_found\"}")
                : answer.apply(request);
    }

    private static boolean isSignedIn(String authorization) {
        return authorization.equals(BASIC) || authorization.equals("Bearer token-of-a-login");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
